/**
 * Pure functions: which topic, key, time, headers and bytes this message becomes, or why it is
 * refused.
 */
@NullMarked
package dev.pontoon.mapping;

import org.jspecify.annotations.NullMarked;
