/** Whole bridges in processes of their own, killed, frozen and cut off while messages flow. */
@NullMarked
package dev.pontoon.fault;

import org.jspecify.annotations.NullMarked;
