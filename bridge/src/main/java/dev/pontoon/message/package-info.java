/** The only data that crosses package borders: immutable, knows no broker, no Camel, no Kafka. */
@NullMarked
package dev.pontoon.message;

import org.jspecify.annotations.NullMarked;
