/** What was refused, from where and why, complete enough to be sent again. */
@NullMarked
package dev.pontoon.deadletter;

import org.jspecify.annotations.NullMarked;
