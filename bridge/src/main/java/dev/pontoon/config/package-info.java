/** The YAML as records that check themselves; all problems at once, with file:line and a hint. */
@NullMarked
package dev.pontoon.config;

import org.jspecify.annotations.NullMarked;
