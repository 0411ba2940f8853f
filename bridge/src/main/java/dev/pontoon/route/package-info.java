/** Builds one Camel route per route file; start, stop. */
@NullMarked
package dev.pontoon.route;

import org.jspecify.annotations.NullMarked;
