package dev.pontoon.source.rabbitmq;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.pontoon.config.From.TakeOver;
import dev.pontoon.delivery.Lease;
import dev.pontoon.observe.RouteStatus.Source;
import dev.pontoon.source.StandbyException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Whose queue it is, where nobody can name the readers. */
class ForeignReadersTest {
  private final StubLease lease = new StubLease();
  private long now = 1;

  private static final class StubLease implements Lease {
    private boolean asked;
    private boolean granted;
    private boolean inherited;

    @Override
    public boolean held() {
      return true;
    }

    @Override
    public boolean needed() {
      return false;
    }

    @Override
    public boolean need() {
      return true;
    }

    @Override
    public void ask() {
      asked = true;
    }

    @Override
    public boolean granted() {
      return granted;
    }

    @Override
    public boolean inherited() {
      return inherited;
    }

    @Override
    public void onLoss(Runnable action) {}

    @Override
    public void pass() {}
  }

  private ForeignReaders readers(TakeOver takeOver) {
    return new ForeignReaders(
        takeOver,
        lease,
        null,
        new ReaderTag("pontoon", "orders"),
        Duration.ofSeconds(10),
        () -> now);
  }

  private void after(int seconds) {
    now += Duration.ofSeconds(seconds).toNanos();
  }

  /** Null when it may be read. */
  private static @Nullable Source looks(ForeignReaders at, int readers) {
    StandbyException refused =
        catchThrowableOfType(StandbyException.class, () -> at.look("orders", readers));
    return refused == null ? null : refused.state();
  }

  @Test
  void whatNobodyReadsIsTakenAtOnceAndTheLeaseIsAskedFor() {
    assertThat(looks(readers(TakeOver.NEVER), 0)).isNull();
    assertThat(lease.asked).isTrue();
  }

  @Test
  void whoHasNoLeaseTakesTheReaderForAReplica() {
    ForeignReaders readers = readers(TakeOver.NEVER);
    assertThat(looks(readers, 1)).isEqualTo(Source.STANDBY);
    after(3_600);
    assertThat(looks(readers, 1)).isEqualTo(Source.STANDBY);
    assertThat(looks(readers, 0)).isNull();
  }

  @Test
  void whoHasItKnowsAfterAMomentThatTheReaderIsNone() {
    lease.granted = true;
    ForeignReaders readers = readers(TakeOver.NEVER);
    assertThat(looks(readers, 1)).isEqualTo(Source.STANDBY);
    after(6);
    assertThat(looks(readers, 1)).isEqualTo(Source.OCCUPIED);
    assertThat(looks(readers, 0)).isEqualTo(Source.OCCUPIED);
    after(3_600);
    assertThat(looks(readers, 0)).isEqualTo(Source.OCCUPIED);
  }

  @Test
  void whenIdleItIsTakenOnceTheReaderHasGone() {
    lease.granted = true;
    ForeignReaders readers = readers(TakeOver.WHEN_IDLE);
    assertThat(looks(readers, 1)).isEqualTo(Source.STANDBY);
    after(6);
    assertThat(looks(readers, 1)).isEqualTo(Source.OCCUPIED);
    assertThat(looks(readers, 0)).isNull();
  }

  /** Or the death of a machine would leave its replica waiting for ever. */
  @Test
  void whatAReplicaLeavesBehindIsWaitedFor() {
    lease.granted = true;
    lease.inherited = true;
    ForeignReaders readers = readers(TakeOver.NEVER);
    assertThat(looks(readers, 1)).isEqualTo(Source.STANDBY);
    after(30);
    assertThat(looks(readers, 1)).isEqualTo(Source.STANDBY);
    assertThat(looks(readers, 0)).isNull();
  }

  @Test
  void soIsWhatThisProcessLeavesBehindItself() {
    lease.granted = true;
    ForeignReaders readers = readers(TakeOver.NEVER);
    assertThat(looks(readers, 0)).isNull();
    after(100);
    assertThat(looks(readers, 1)).isEqualTo(Source.STANDBY);
    after(30);
    assertThat(looks(readers, 1)).isEqualTo(Source.STANDBY);
    after(10);
    assertThat(looks(readers, 1)).isEqualTo(Source.OCCUPIED);
  }

  @Test
  void aTagNamesBridgeRouteAndProcess() {
    ReaderTag tag = new ReaderTag("mq", "shop/orders");
    assertThat(tag.text()).isEqualTo("pontoon-mq/shop/orders/" + ProcessHandle.current().pid());
    assertThat(tag.isOurs("pontoon-mq/shop/orders/1")).isTrue();
    assertThat(tag.isOurs("pontoon-mq/shop/others/1")).isFalse();
    assertThat(tag.isOurs("amq.ctag-1")).isFalse();
    String longest = new ReaderTag("b".repeat(200), "r".repeat(200)).text();
    assertThat(longest).hasSizeLessThan(255);
  }
}
