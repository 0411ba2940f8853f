/** What the legacy side cannot do and Kafka can: played on both, and measured. */
@NullMarked
package dev.pontoon.demo.scenario;

import org.jspecify.annotations.NullMarked;
