/**
 * What every source shares: connect, drain, reconnect, and the Camel message that carries a legacy
 * message.
 */
@NullMarked
package dev.pontoon.source;

import org.jspecify.annotations.NullMarked;
