package dev.pontoon.rig.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LedgerTest {

  private static final int PER_KEY = 5;

  private final Ledger ledger = new Ledger("run-1", 2);
  private Tally tally;

  @BeforeEach
  void publishAndConfirmFiveOfEachKey() {
    for (int i = 0; i < PER_KEY; i++) {
      ledger.confirm(ledger.publish(0));
      ledger.confirm(ledger.publish(1));
    }
    tally = ledger.tally();
  }

  @Test
  void balancesWhenAllIsThereOnceAndInOrder() {
    stored(0, 0, 1, 2, 3, 4);
    stored(1, 0, 1, 2, 3, 4);
    assertThat(tally.balance().assertNothingLost().assertNoDuplicates().assertOrderPerKey())
        .hasToString(
            "published=10 confirmed=10 stored=10 unique=10 lost=0 duplicates=0 dead=0 unexpected=0"
                + " orderBreaks=0");
  }

  @Test
  void findsALoss() {
    stored(0, 0, 1, 2, 3, 4);
    stored(1, 0, 1, 3, 4);
    Balance balance = tally.balance();
    assertThat(balance.lost()).isEqualTo(1);
    assertThatThrownBy(balance::assertNothingLost)
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("lost=1")
        .hasMessageContaining("lost run-1.1.2");
    assertThatCode(balance::assertNoDuplicates).doesNotThrowAnyException();
    assertThatCode(balance::assertOrderPerKey).doesNotThrowAnyException();
  }

  @Test
  void findsADuplicate() {
    stored(0, 0, 1, 2, 1, 3, 4);
    stored(1, 0, 1, 2, 3, 4);
    Balance balance = tally.balance();
    assertThat(balance.stored()).isEqualTo(11);
    assertThat(balance.unique()).isEqualTo(10);
    assertThatThrownBy(balance::assertNoDuplicates)
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("duplicates=1")
        .hasMessageContaining("duplicate run-1.0.1");
    assertThatCode(balance::assertOrderPerKey).doesNotThrowAnyException();
    assertThatCode(balance::assertNothingLost).doesNotThrowAnyException();
  }

  @Test
  void findsAnInversion() {
    stored(0, 0, 2, 1, 3, 4);
    stored(1, 0, 1, 2, 3, 4);
    Balance balance = tally.balance();
    assertThat(balance.orderBreaks()).isEqualTo(1);
    assertThatThrownBy(balance::assertOrderPerKey)
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("out of order run-1.0.1 after 2");
    assertThatCode(balance::assertNothingLost).doesNotThrowAnyException();
    assertThatCode(balance::assertNoDuplicates).doesNotThrowAnyException();
  }

  @Test
  void keysMayOvertakeEachOther() {
    stored(1, 0, 1, 2, 3, 4);
    stored(0, 0, 1, 2, 3, 4);
    assertThat(tally.balance().orderBreaks()).isZero();
  }

  @Test
  void whatThePublisherSentAgainMayBeThereAgainButNotMoreOften() {
    ledger.publishAgain(ledger.entry(0, 1));
    stored(0, 0, 1, 1, 2, 3, 4);
    assertThat(tally.balance().duplicates()).isZero();
    stored(0, 1);
    assertThat(tally.balance().duplicates()).isEqualTo(1);
  }

  @Test
  void deadLettersAreNotLostAndNotStored() {
    stored(0, 0, 1, 2, 3, 4);
    stored(1, 0, 1, 3, 4);
    tally.dead("run-1.1.2");
    Balance balance = tally.balance().assertNothingLost().assertNoDuplicates();
    assertThat(balance.dead()).isEqualTo(1);
    assertThat(balance.unique()).isEqualTo(9);
    assertThatThrownBy(balance::assertNoDeadLetters).isInstanceOf(AssertionError.class);
  }

  @Test
  void storedAndDeadLetteredIsADuplicate() {
    stored(0, 0);
    tally.dead("run-1.0.0");
    assertThat(tally.balance().duplicates()).isEqualTo(1);
  }

  @Test
  void whatNobodyPublishedIsUnexpected() {
    String[] strangers = {
      null,
      "",
      "x",
      "run-1",
      "run-1.",
      "run-1.0",
      "run-1.0.",
      "run-1.0.5",
      "run-1.2.0",
      "run-1.0.-1",
      "run-1.x.0",
      "run-2.0.0",
      "run-1.0.99999999999"
    };
    for (String stranger : strangers) {
      tally.stored(stranger);
    }
    Balance balance = tally.balance();
    assertThat(balance.unexpected()).isEqualTo(strangers.length);
    assertThat(balance.stored()).isZero();
    assertThatThrownBy(balance::assertNothingLost).hasMessageContaining("unexpected");
  }

  @Test
  void whatWasNeverConfirmedMayBeMissingOrThere() {
    Entry inDoubt = ledger.publish(0);
    stored(0, 0, 1, 2, 3, 4);
    stored(1, 0, 1, 2, 3, 4);
    assertThat(tally.balance().lost()).isZero();
    tally.stored(inDoubt.id());
    assertThat(tally.balance().assertNothingLost().unique()).isEqualTo(11);
  }

  @Test
  void aMillionMessagesFitIntoLittleMemory() {
    Ledger large = new Ledger("large", 100);
    Tally count = large.tally();
    for (int i = 0; i < 1_000_000; i++) {
      Entry entry = large.publish(i % 100);
      large.confirm(entry);
      if (i != 777_777) {
        count.stored(entry.id());
      }
    }
    Balance balance = count.balance();
    assertThat(balance.lost()).isEqualTo(1);
    assertThat(balance.examples()).containsExactly("lost large.77.7777");
  }

  private void stored(int key, int... sequences) {
    for (int sequence : sequences) {
      tally.stored("run-1." + key + "." + sequence);
    }
  }
}
