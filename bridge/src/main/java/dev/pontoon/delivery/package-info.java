/** Keeps the promise: bounded window, order, acknowledge once, after Kafka confirmed. */
@NullMarked
package dev.pontoon.delivery;

import org.jspecify.annotations.NullMarked;
