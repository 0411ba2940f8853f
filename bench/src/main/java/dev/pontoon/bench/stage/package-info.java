/** The brokers of a run, and what one round moves between them. */
@NullMarked
package dev.pontoon.bench.stage;

import org.jspecify.annotations.NullMarked;
