/** Ways to break connections and brokers, at random and again the same way. */
@NullMarked
package dev.pontoon.rig.fault;

import org.jspecify.annotations.NullMarked;
