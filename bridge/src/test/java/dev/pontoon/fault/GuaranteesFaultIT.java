package dev.pontoon.fault;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pontoon.rig.fault.Seed;
import dev.pontoon.rig.ledger.Balance;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Both guarantee levels against every kind of source while everything is broken at random. Short in
 * every build; the long form is {@code mvn verify -Pfaults}. {@code -Dpontoon.test.seed=…} repeats
 * a run, {@code -Dpontoon.faults.sources=rabbitmq_quorum,artemis} chooses the sources.
 */
@Order(Integer.MAX_VALUE)
@Timeout(1_800)
class GuaranteesFaultIT {
  private static final List<FaultRun.Outcome> OUTCOMES = new ArrayList<>();

  @TempDir(cleanup = CleanupMode.ON_SUCCESS)
  Path folder;

  static List<Legacy.Kind> sources() {
    return Legacy.Kind.chosen();
  }

  @ParameterizedTest
  @MethodSource("sources")
  void nothingIsLostTwiceOrOutOfOrder(Legacy.Kind source) throws Exception {
    long seed = Seed.printed("Guarantees " + source);
    Faults.Plan plan =
        Boolean.getBoolean("pontoon.faults.long") ? Faults.Plan.LONG : Faults.Plan.SHORT;
    List<FaultRun.Outcome> outcomes;
    try (Stage stage = Stage.of(source)) {
      outcomes = new FaultRun(stage, plan, seed).run(folder);
    }
    OUTCOMES.addAll(outcomes);
    for (FaultRun.Outcome outcome : outcomes) {
      Balance balance = outcome.balance();
      balance.assertNothingLost().assertNoDeadLetters().assertOrderPerKey();
      assertThat(balance.confirmed()).isEqualTo(balance.published()).isEqualTo(plan.messages());
      if (outcome.level() == Guarantee.B) {
        balance.assertNoDuplicates();
      }
    }
  }

  @AfterAll
  static void total() {
    long messages = 0;
    long lost = 0;
    long breaks = 0;
    long[] duplicates = new long[Guarantee.values().length];
    for (FaultRun.Outcome outcome : OUTCOMES) {
      messages += outcome.balance().published();
      lost += outcome.balance().lost();
      breaks += outcome.balance().orderBreaks();
      duplicates[outcome.level().ordinal()] += outcome.balance().duplicates();
    }
    OUTCOMES.forEach(outcome -> System.out.println("fault run: " + outcome));
    System.out.printf(
        "faults: runs %d, messages %d, lost %d, duplicates %d (level A %d, level B %d),"
            + " order breaks %d%n",
        OUTCOMES.size(),
        messages,
        lost,
        duplicates[0] + duplicates[1],
        duplicates[0],
        duplicates[1],
        breaks);
  }
}
