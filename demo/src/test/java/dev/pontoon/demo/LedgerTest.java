package dev.pontoon.demo;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LedgerTest {
  private final Ledger ledger = new Ledger("orders", "r1");

  @Test
  void whatIsFoundIsNotLost() {
    String good = ledger.send(false);
    String bad = ledger.send(true);
    ledger.confirmAll();
    ledger.found(good, false);
    ledger.found(bad, true);
    assertThat(ledger.count()).isEqualTo(new Ledger.Count(2, 1, 1, 1, 0, 0, 0, 0));
    assertThat(ledger.count().lost()).isZero();
  }

  @Test
  void whatIsConfirmedAndNotFoundIsLost() {
    ledger.send(false);
    ledger.send(false);
    ledger.confirmAll();
    ledger.found("orders-r1-1", false);
    assertThat(ledger.count().lost()).isEqualTo(1);
  }

  @Test
  void whatIsNotConfirmedIsNotPublished() {
    String sent = ledger.send(false);
    assertThat(ledger.count().published()).isZero();
    ledger.found(sent, false);
    assertThat(ledger.count().mirrored()).isZero();
    assertThat(ledger.count().lost()).isZero();
    assertThat(ledger.sent()).isEqualTo(1);
  }

  @Test
  void aSecondRecordOfAMessageIsRepeated() {
    String sent = ledger.send(false);
    ledger.confirmAll();
    ledger.found(sent, false);
    ledger.found(sent, false);
    ledger.found(sent, true);
    assertThat(ledger.count().repeated()).isEqualTo(2);
    assertThat(ledger.count().mirrored()).isEqualTo(1);
  }

  @Test
  void aGoodMessageMustNotBeADeadLetterNorABadOneARecord() {
    String good = ledger.send(false);
    String bad = ledger.send(true);
    ledger.confirmAll();
    ledger.found(good, true);
    ledger.found(bad, false);
    assertThat(ledger.count().misplaced()).isEqualTo(2);
    assertThat(ledger.count().lost()).isZero();
  }

  @Test
  void aNumberThatNobodySentIsInvented() {
    ledger.send(false);
    ledger.found("orders-r1-1", false);
    assertThat(ledger.count().invented()).isEqualTo(1);
  }

  @Test
  void recordsOfOthersAreGuests() {
    ledger.send(false);
    ledger.found(null, false);
    ledger.found("orders-r2-0", false);
    ledger.found("orders-r1-x", true);
    ledger.found("orders-r1-", true);
    assertThat(ledger.count().guests()).isEqualTo(4);
    assertThat(ledger.count().invented()).isZero();
  }
}
