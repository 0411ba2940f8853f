package dev.pontoon.config;

import java.util.List;

/**
 * What one key of a source names.
 *
 * @param all in the order of the file, at least one
 * @param list whether it was written as a list, even one of one
 */
record Names(List<String> all, boolean list) {

  /** For brokers that can be asked which names match: what stands there without a wildcard. */
  List<String> plain() {
    return all.stream().filter(name -> !NamePattern.isPattern(name)).toList();
  }

  /** The others. */
  List<NamePattern> patterns() {
    return all.stream().filter(NamePattern::isPattern).map(NamePattern::new).toList();
  }

  /** Whether a source's name becomes part of its route's id. */
  boolean several() {
    return list || all.stream().anyMatch(NamePattern::isPattern);
  }
}
