/** The commands; builds every object once, closes them in order. */
@NullMarked
package dev.pontoon.app;

import org.jspecify.annotations.NullMarked;
