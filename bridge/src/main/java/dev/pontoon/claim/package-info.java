/** Bodies that are too large for Kafka: kept beside it, under the name of their content. */
@NullMarked
package dev.pontoon.claim;

import org.jspecify.annotations.NullMarked;
