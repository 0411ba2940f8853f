/** Both worlds on one machine, side by side. */
@NullMarked
package dev.pontoon.demo;

import org.jspecify.annotations.NullMarked;
