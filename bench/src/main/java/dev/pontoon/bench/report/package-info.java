/** Medians, spread and ratios; as text, Markdown and JSON. */
@NullMarked
package dev.pontoon.bench.report;

import org.jspecify.annotations.NullMarked;
