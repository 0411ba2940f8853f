package dev.pontoon.config;

import java.util.List;

/**
 * What one key of a source names.
 *
 * @param all in the order of the file, at least one
 * @param list whether it was written as a list, even one of one
 */
record Names(List<String> all, boolean list) {}
