/** Real brokers on this machine, and ways to break them. */
@NullMarked
package dev.pontoon.rig;

import org.jspecify.annotations.NullMarked;
