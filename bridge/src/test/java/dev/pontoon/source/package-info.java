/** Sources against real brokers, with the real lane and a sink that the test holds in its hand. */
package dev.pontoon.source;
