package dev.pontoon.rig.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

class FaultScheduleTest {

  private static final Duration SHORT = Duration.ofMillis(10);

  private final List<String> events = new CopyOnWriteArrayList<>();
  private final Fault kill = recording("kill");
  private final Fault freeze = recording("freeze");

  @Test
  void theSameSeedIsTheSameSchedule() {
    String one = plan(7).toString();
    assertThat(plan(7)).hasToString(one);
    assertThat(plan(8).toString()).isNotEqualTo(one);
    assertThat(one).contains("kill").contains("freeze");
  }

  @Test
  void noFaultIsForgotten() {
    Fault reset = recording("reset");
    List<Fault> faults = List.of(kill, freeze, reset);
    assertThat(FaultSchedule.random(3, 3, SHORT, SHORT, faults).steps())
        .extracting(FaultSchedule.Step::fault)
        .containsExactlyInAnyOrderElementsOf(faults);
  }

  @Test
  void everyFaultIsHealedBeforeTheNext() {
    try (FaultSchedule schedule =
        FaultSchedule.random(1, 5, SHORT, SHORT, List.of(kill, freeze)).start()) {
      schedule.awaitEnd();
      assertThat(schedule.isOver()).isTrue();
      assertThat(events).hasSize(10);
      for (int i = 0; i < events.size(); i += 2) {
        String name = schedule.steps().get(i / 2).fault().name();
        assertThat(events.subList(i, i + 2)).containsExactly(name, name + " healed");
      }
    }
  }

  @Test
  void closeHealsThePresentFaultAndStrikesNoMore() {
    Duration hour = Duration.ofHours(1);
    try (FaultSchedule schedule = FaultSchedule.random(1, 5, SHORT, hour, List.of(kill)).start()) {
      await().until(() -> events.contains("kill"));
      assertThat(schedule.isOver()).isFalse();
    }
    assertThat(events).containsExactly("kill", "kill healed");
  }

  @Test
  void aFaultThatCannotBeMadeIsToldAndHealed() {
    Fault broken =
        Fault.of(
            "broken",
            () -> {
              throw new IllegalStateException("no such process");
            },
            () -> events.add("healed"));
    FaultSchedule schedule = FaultSchedule.random(1, 2, SHORT, SHORT, List.of(broken)).start();
    assertThatThrownBy(schedule::awaitEnd).hasMessageContaining("no such process");
    assertThat(events).containsExactly("healed");
  }

  private List<FaultSchedule.Step> plan(long seed) {
    return FaultSchedule.random(seed, 20, SHORT, SHORT, List.of(kill, freeze)).steps();
  }

  private Fault recording(String name) {
    return Fault.of(name, () -> events.add(name), () -> events.add(name + " healed"));
  }
}
