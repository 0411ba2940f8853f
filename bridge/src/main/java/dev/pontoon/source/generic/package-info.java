/** Any Camel consumer as a source, one message at a time. */
@NullMarked
package dev.pontoon.source.generic;

import org.jspecify.annotations.NullMarked;
