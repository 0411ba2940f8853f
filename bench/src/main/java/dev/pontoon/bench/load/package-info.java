/** Fills queues before the clock runs. */
@NullMarked
package dev.pontoon.bench.load;

import org.jspecify.annotations.NullMarked;
