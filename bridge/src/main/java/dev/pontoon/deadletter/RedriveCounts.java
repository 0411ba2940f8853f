package dev.pontoon.deadletter;

/**
 * What a redrive has done so far: {@code considered} is the sum of all others.
 *
 * @param considered dead letters that the filters meant
 * @param sent brought back
 * @param refused refused again: a new dead letter stands for each
 * @param filtered left out by the route's steps, as the bridge would have done
 * @param skipped brought back before
 * @param limited left because of the limit or because the redrive was stopped
 * @param unfit left because they can't be brought back, or have been refused too often
 */
public record RedriveCounts(
    long considered,
    long sent,
    long refused,
    long filtered,
    long skipped,
    long limited,
    long unfit) {
  static final RedriveCounts NONE = new RedriveCounts(0, 0, 0, 0, 0, 0, 0);

  RedriveCounts plus(RedriveCounts more) {
    return new RedriveCounts(
        considered + more.considered,
        sent + more.sent,
        refused + more.refused,
        filtered + more.filtered,
        skipped + more.skipped,
        limited + more.limited,
        unfit + more.unfit);
  }

  /** Still to be brought back. */
  public long left() {
    return limited + unfit;
  }

  /** One line for people and scripts. */
  public String text() {
    return "considered "
        + considered
        + ", sent "
        + sent
        + ", refused again "
        + refused
        + (filtered > 0 ? ", filtered by steps " + filtered : "")
        + ", skipped "
        + skipped
        + " (done before), left "
        + left();
  }
}
