package dev.pontoon.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class LeaseMemberTest {
  private final AtomicLong nanos = new AtomicLong(1);
  private final AtomicLong numbers = new AtomicLong();
  private final AtomicInteger losses = new AtomicInteger();
  private final LeaseMember member = new LeaseMember(nanos::get, numbers::incrementAndGet);
  private final KafkaLease a = lease("a");
  private final KafkaLease b = lease("b");

  @Test
  void whatIsGivenIsHeldAndClaimedWithItsGeneration() {
    wantsBoth();
    LeaseNote first = member.asks();
    assertThat(first.wanted()).containsExactly("a", "b");
    assertThat(first.held()).isEmpty();
    assertThat(first.generation()).isEqualTo(LeaseNote.NONE);
    member.isGiven(answer(first, "a"), 7);
    assertThat(a.held()).isTrue();
    assertThat(b.held()).isFalse();
    LeaseNote second = member.asks();
    assertThat(second.held()).containsExactly("a");
    assertThat(second.generation()).isEqualTo(7);
    assertThat(member.hasNews()).isFalse();
  }

  @Test
  void theSameIsToldWithTheSameBytes() {
    wantsBoth();
    assertThat(member.asks().encoded()).isEqualTo(member.asks().encoded());
  }

  @Test
  void whatWasWantedTooLateIsToldOnce() {
    member.begins();
    a.held();
    LeaseNote first = member.asks();
    b.held();
    assertThat(member.hasNews()).isTrue();
    assertThat(member.hasNews()).as("the group knows already").isFalse();
    // The client forgets a call to join again while it is joining.
    member.isGiven(answer(first, "a"), 1);
    assertThat(member.hasNews()).isTrue();
    assertThat(member.asks().wanted()).containsExactly("a", "b");
  }

  @Test
  void onePassesItOnAndAsksAgainLater() {
    wantsBoth();
    member.isGiven(answer(member.asks(), "a", "b"), 1);
    a.pass();
    assertThat(member.hasNews()).isTrue();
    assertThat(a.held()).isFalse();
    assertThat(b.held()).isTrue();
    assertThat(losses).hasValue(1);
    LeaseNote note = member.asks();
    assertThat(note.held()).containsExactly("b");
    assertThat(note.wanted()).containsExactly("b");
    member.isGiven(answer(note, "b"), 2);
    assertThat(member.hasNews()).isFalse();
    passes(LeaseMember.STAND_BACK.toNanos() + 1);
    assertThat(member.hasNews()).isTrue();
    assertThat(member.asks().wanted()).containsExactly("a", "b");
  }

  @Test
  void whatWasPassedOnWhileTheGroupDecidedIsNotTaken() {
    wantsBoth();
    member.isGiven(answer(member.asks(), "a", "b"), 1);
    LeaseNote asked = member.asks();
    a.pass();
    assertThat(member.hasNews()).isTrue();
    member.isGiven(answer(asked, "a", "b"), 2);
    assertThat(a.held()).isFalse();
    assertThat(b.held()).isTrue();
    assertThat(member.hasNews()).isTrue();
  }

  @Test
  void aFrozenMemberHoldsNothingAndClaimsNothing() {
    wantsBoth();
    member.isGiven(answer(member.asks(), "a", "b"), 1);
    nanos.addAndGet(LeaseMember.SURE.toNanos());
    assertThat(a.held()).isFalse();
    assertThat(losses).as("not told yet").hasValue(0);
    LeaseNote note = member.asks();
    assertThat(losses).hasValue(2);
    assertThat(note.held()).isEmpty();
    assertThat(note.generation()).isEqualTo(LeaseNote.NONE);
    assertThat(member.polls()).as("has to begin again").isFalse();
  }

  @Test
  void anAnswerReadAfterAFreezeGivesNothing() {
    wantsBoth();
    LeaseNote asked = member.asks();
    nanos.addAndGet(LeaseMember.SURE.toNanos());
    member.isGiven(answer(asked, "a"), 3);
    member.begins();
    assertThat(a.held()).isFalse();
    assertThat(member.asks().held()).isEmpty();
  }

  @Test
  void whoIsThrownOutClaimsNothing() {
    wantsBoth();
    member.isGiven(answer(member.asks(), "a"), 3);
    member.losesAll();
    assertThat(losses).hasValue(1);
    assertThat(a.held()).isFalse();
    LeaseNote note = member.asks();
    assertThat(note.held()).isEmpty();
    assertThat(note.generation()).isEqualTo(LeaseNote.NONE);
  }

  /** Kafka gives a member that is restarted in its place the answer to what the old one asked. */
  @Test
  void whoIsRestartedTakesOverWhatItWantsAndSaysWhatIsDifferent() {
    wantsBoth();
    var unused = member.asks();
    member.isGiven(new LeaseNote(99, 1, set("a", "gone"), set()), 5);
    assertThat(a.held()).isTrue();
    assertThat(member.hasNews()).isTrue();
    LeaseNote note = member.asks();
    assertThat(note.held()).containsExactly("a");
    assertThat(note.wanted()).containsExactly("a", "b");
    member.isGiven(answer(note, "a", "b"), 6);
    assertThat(member.hasNews()).isFalse();
  }

  @Test
  void whoIsRestartedAndGivenAllHasNothingToSay() {
    wantsBoth();
    var unused = member.asks();
    member.isGiven(new LeaseNote(99, 1, set("a", "b"), set()), 5);
    assertThat(member.hasNews()).isFalse();
  }

  @Test
  void oneActionThatFailsKeepsNoOtherFromBeingTold() {
    wantsBoth();
    a.onLoss(
        () -> {
          throw new IllegalStateException("on purpose");
        });
    member.isGiven(answer(member.asks(), "a", "b"), 1);
    member.losesAll();
    assertThat(losses).hasValue(1);
    assertThat(b.held()).isFalse();
  }

  @Test
  void whatIsNotNeededIsNotAskedFor() {
    AtomicInteger starts = new AtomicInteger();
    KafkaLease perhaps = new KafkaLease(member, starts::incrementAndGet, "c", false);
    member.add(perhaps);
    wantsBoth();
    assertThat(perhaps.held()).isTrue();
    assertThat(member.asks().wanted()).doesNotContain("c");
    assertThat(starts).hasValue(0);
    assertThat(perhaps.need()).isFalse();
    assertThat(perhaps.held()).isFalse();
    assertThat(starts).hasValue(1);
    assertThat(member.asks().wanted()).contains("c");
  }

  @Test
  void whatIsAskedForIsHeldUntilTheAnswer() {
    KafkaLease asked = new KafkaLease(member, () -> {}, "c", false, true);
    asked.onLoss(losses::incrementAndGet);
    member.add(asked);
    wantsBoth();
    assertThat(asked.needed()).isTrue();
    asked.ask();
    assertThat(asked.held()).isTrue();
    assertThat(asked.granted()).isFalse();
    member.isGiven(answer(member.asks(), "a", "b"), 1);
    assertThat(losses).as("it reads and may not").hasValue(1);
    assertThat(asked.held()).isFalse();
    assertThat(asked.inherited()).isTrue();
    member.isGiven(answer(member.asks(), "a", "b", "c"), 2);
    assertThat(asked.held()).isTrue();
    assertThat(asked.granted()).isTrue();
  }

  @Test
  void whatIsOnlyAskedForIsHeldOnWhileKafkaIsAway() {
    KafkaLease asked = new KafkaLease(member, () -> {}, "c", false, true);
    asked.onLoss(losses::incrementAndGet);
    asked.ask();
    asked.taken();

    asked.lost();

    assertThat(losses).as("the broker keeps others away").hasValue(0);
    assertThat(asked.held()).isTrue();
    assertThat(asked.granted()).isFalse();

    asked.taken();
    asked.refused();

    assertThat(losses).as("another replica has it").hasValue(1);
    assertThat(asked.held()).isFalse();
  }

  private void wantsBoth() {
    member.begins();
    a.held();
    b.held();
  }

  private void passes(long time) {
    for (int i = 0; i < 10; i++) {
      nanos.addAndGet(time / 10 + 1);
      assertThat(member.polls()).isTrue();
    }
  }

  private KafkaLease lease(String route) {
    KafkaLease lease = new KafkaLease(member, () -> {}, route, true);
    lease.onLoss(losses::incrementAndGet);
    member.add(lease);
    return lease;
  }

  private static LeaseNote answer(LeaseNote asked, String... given) {
    return new LeaseNote(asked.number(), asked.generation(), set(given), set());
  }

  private static TreeSet<String> set(String... names) {
    return new TreeSet<>(List.of(names));
  }
}
