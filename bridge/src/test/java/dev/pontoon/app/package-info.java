@NullMarked
package dev.pontoon.app;

import org.jspecify.annotations.NullMarked;
