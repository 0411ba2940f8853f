/**
 * Real brokers on this machine and ways to break them, for the tests, the demo and the benchmark.
 *
 * <p>Every broker is {@link dev.pontoon.rig.Broker}: {@code start()} returns when it serves, it
 * comes back on the same ports with the same data, and {@code close()} leaves nothing behind.
 */
@NullMarked
package dev.pontoon.rig;

import org.jspecify.annotations.NullMarked;
