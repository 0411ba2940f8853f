package dev.pontoon.demo;

import dev.pontoon.demo.scenario.Comparison;
import dev.pontoon.demo.scenario.KafkaSide;
import dev.pontoon.demo.scenario.LegacySide;
import dev.pontoon.demo.scenario.Scenario;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Plays the scenarios one after the other while the shop is open, on a thread of its own. */
final class Scenarios implements AutoCloseable {
  private final Map<Scenario, LegacySide> stages = new LinkedHashMap<>();
  private final String bootstrap;
  private final Screen screen;
  private final Thread thread = new Thread(this::play, "demo-scenarios");
  private volatile List<Comparison> played = List.of();
  private volatile @Nullable String failure;

  /** Makes the exchanges, so that the bridge finds them. */
  Scenarios(DemoBrokers brokers, Screen screen) throws Exception {
    this.bootstrap = brokers.kafka().bootstrap();
    this.screen = screen;
    for (Scenario scenario : Scenario.all()) {
      stages.put(scenario, new LegacySide(brokers.amqp().clients(), DemoBridge.exchange(scenario)));
    }
  }

  /** The bridge must run. */
  void start() {
    thread.start();
  }

  /** Returns when all were played, or one could not be. */
  void await() throws InterruptedException {
    thread.join();
  }

  /** Those that came to their ends. */
  List<Comparison> played() {
    return played;
  }

  /** Why one could not be played; null if all could. */
  @Nullable String failure() {
    return failure;
  }

  private void play() {
    List<Comparison> done = new ArrayList<>();
    for (Map.Entry<Scenario, LegacySide> stage : stages.entrySet()) {
      Scenario scenario = stage.getKey();
      try {
        KafkaSide kafka = new KafkaSide(bootstrap, DemoBridge.topic(scenario));
        done.add(scenario.play(stage.getValue(), kafka));
      } catch (Exception e) {
        failure = "the scenario " + scenario.name() + " could not be played: " + Reasons.of(e);
      }
    }
    played = List.copyOf(done);
    List<String> lines = new ArrayList<>(Scoreboard.comparisons(done));
    lines.add("");
    screen.print(lines);
  }

  @Override
  public void close() {
    for (LegacySide stage : stages.values()) {
      stage.close();
    }
  }
}
