/**
 * Writes records (plain or in a transaction), says of a failure whether waiting helps, checks
 * topics.
 */
@NullMarked
package dev.pontoon.kafka;

import org.jspecify.annotations.NullMarked;
