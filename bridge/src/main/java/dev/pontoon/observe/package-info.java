/** Metric, health and log-key names, each with a sentence; the HTTP port. */
@NullMarked
package dev.pontoon.observe;

import org.jspecify.annotations.NullMarked;
