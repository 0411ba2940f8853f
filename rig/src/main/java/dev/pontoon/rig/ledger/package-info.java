/** The conservation ledger: what was published must be found again, once, in order. */
@NullMarked
package dev.pontoon.rig.ledger;

import org.jspecify.annotations.NullMarked;
