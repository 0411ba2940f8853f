/** Reads back what arrived, and what it cost the process that moved it. */
@NullMarked
package dev.pontoon.bench.measure;

import org.jspecify.annotations.NullMarked;
