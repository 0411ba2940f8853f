package dev.pontoon.demo.scenario;

import java.util.List;

/**
 * What came of a scenario.
 *
 * @param sentence what happens
 * @param legacy what was measured on the legacy side
 * @param kafka what was measured on Kafka
 * @param wrong what differs from what was expected; empty when all is as claimed
 */
public record Comparison(String sentence, String legacy, String kafka, List<String> wrong) {
  public Comparison {
    wrong = List.copyOf(wrong);
  }
}
