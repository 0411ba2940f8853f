/**
 * Legacy applications that publish, note in the ledger what the broker confirmed, and survive its
 * faults.
 */
@NullMarked
package dev.pontoon.rig.load;

import org.jspecify.annotations.NullMarked;
