/** Kafka on this machine: inside this JVM, or as a process that can be killed. */
@NullMarked
package dev.pontoon.rig.kafka;

import org.jspecify.annotations.NullMarked;
