package dev.pontoon.source;

import dev.pontoon.observe.RouteStatus.Source;

/** Another reader is the active one: wait, don't fight. */
public final class StandbyException extends Exception {
  private static final long serialVersionUID = 1L;

  private final Source state;

  /** It is, or may be, another replica of this bridge. */
  public StandbyException(String message) {
    this(Source.STANDBY, message);
  }

  private StandbyException(Source state, String message) {
    super(message);
    this.state = state;
  }

  /** It is none of this bridge: somebody has to decide who reads. */
  public static StandbyException occupied(String message) {
    return new StandbyException(Source.OCCUPIED, message);
  }

  /** What the route's status is meanwhile. */
  public Source state() {
    return state;
  }
}
