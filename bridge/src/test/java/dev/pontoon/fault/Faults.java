package dev.pontoon.fault;

import dev.pontoon.rig.fault.Fault;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** A deck of faults for a run: each strikes as often as it is in it. */
final class Faults {
  private final List<Fault> deck = new ArrayList<>();
  private final List<String> names = new ArrayList<>();

  /** Puts a fault in so many times. */
  Faults add(int times, Fault fault) {
    if (times > 0) {
      deck.addAll(Collections.nCopies(times, fault));
      names.add(times + " × " + fault.name());
    }
    return this;
  }

  List<Fault> deck() {
    return List.copyOf(deck);
  }

  /** What is in it. */
  @Override
  public String toString() {
    return String.join(", ", names);
  }

  /** How often each of the faults strikes in a run. */
  record Plan(
      int messages,
      int bridgeKills,
      int legacyKills,
      int kafkaKills,
      int allKills,
      int freezes,
      int cuts,
      int longestPauseMillis) {

    /** Seconds for each source, in every build. */
    static final Plan SHORT = new Plan(10_000, 3, 0, 0, 1, 1, 1, 1_500);

    /** Minutes for each source. */
    static final Plan LONG = new Plan(120_000, 20, 2, 2, 2, 3, 3, 3_000);

    /** The faults of this plan on a stage, for the bridges of all its lines. */
    Faults on(Stage stage, List<Line> lines) {
      var legacy = stage.legacy().broker();
      var kafka = stage.kafka();
      return new Faults()
          .add(
              bridgeKills,
              each("kill -9 of the bridge", lines, BridgeProcess::kill9, BridgeProcess::launch))
          .add(legacyKills, Fault.of("kill -9 of the source broker", legacy::kill9, legacy::start))
          .add(kafkaKills, Fault.of("kill -9 of Kafka", kafka::kill9, kafka::start))
          .add(
              freezes,
              each("freeze of the bridge", lines, BridgeProcess::freeze, BridgeProcess::thaw))
          .add(
              allKills,
              Fault.of(
                  "kill -9 of bridge and brokers",
                  () -> killAll(stage, lines),
                  () -> startAll(stage, lines)))
          .add(freezes, Fault.of("freeze of Kafka", kafka::freeze, kafka::thaw))
          .add(cuts, Fault.of("reset of all connections", () -> reset(stage)))
          .add(cuts, Fault.of("black hole", () -> hole(stage), () -> pass(stage)));
    }

    private static Fault each(
        String name,
        List<Line> lines,
        java.util.function.Consumer<BridgeProcess> strike,
        java.util.function.Consumer<BridgeProcess> heal) {
      return Fault.of(
          name,
          () -> lines.forEach(line -> strike.accept(line.bridge())),
          () -> lines.forEach(line -> heal.accept(line.bridge())));
    }

    private static void killAll(Stage stage, List<Line> lines) {
      lines.forEach(line -> line.bridge().kill9());
      stage.legacy().broker().kill9();
      stage.kafka().kill9();
    }

    private static void startAll(Stage stage, List<Line> lines) {
      stage.kafka().start();
      stage.legacy().broker().start();
      lines.forEach(line -> line.bridge().launch());
    }

    private static void reset(Stage stage) {
      stage.legacyProxy().reset();
      stage.kafkaProxy().reset();
    }

    private static void hole(Stage stage) {
      stage.legacyProxy().blackHole();
      stage.kafkaProxy().blackHole();
    }

    private static void pass(Stage stage) {
      stage.legacyProxy().pass();
      stage.kafkaProxy().pass();
    }
  }
}
