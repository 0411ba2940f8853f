/** The parts of the bridge that every message goes through, each alone: {@code bench/run --jmh}. */
@NullMarked
package dev.pontoon.bench.jmh;

import org.jspecify.annotations.NullMarked;
