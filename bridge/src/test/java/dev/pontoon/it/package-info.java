/** Whole bridges against real brokers. */
@NullMarked
package dev.pontoon.it;

import org.jspecify.annotations.NullMarked;
