/** The command: which contestants, which workloads, how many rounds. */
@NullMarked
package dev.pontoon.bench;

import org.jspecify.annotations.NullMarked;
