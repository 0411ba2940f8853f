package dev.pontoon.config;

/**
 * A route file as it was read.
 *
 * @param file its path, for messages
 * @param values with its problems already reported
 */
record RouteFile(String file, Values values) {}
