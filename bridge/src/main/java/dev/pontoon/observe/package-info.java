/** Metric, health and log-key names, each with a sentence; the HTTP port and its page. */
@NullMarked
package dev.pontoon.observe;

import org.jspecify.annotations.NullMarked;
