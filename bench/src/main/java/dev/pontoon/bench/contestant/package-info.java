/**
 * Everything that can move messages from a legacy broker to Kafka, each in a process of its own.
 */
@NullMarked
package dev.pontoon.bench.contestant;

import org.jspecify.annotations.NullMarked;
