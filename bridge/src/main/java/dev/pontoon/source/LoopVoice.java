package dev.pontoon.source;

import dev.pontoon.observe.RouteStatus.Source;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/** Says what a route is doing: in its status, and what is new in the log too. */
record LoopVoice(SourceRuntime runtime) {
  private static final Logger LOG = LoggerFactory.getLogger(SourceLoop.class);

  static final String LEASE_ASKED =
      "the lease of this route is asked for; another replica may have it";
  static final String LEASE_GONE = "the lease of this route went to another replica";
  static final String ATTACHING = "connecting: the broker, or its client, has not answered yet";
  static final String OPENING = "connected; waits until Kafka has what was sent before";
  static final String LEFT_OVER = "started again; waits for what the stop has left";
  static final String NO_ANSWER =
      "the broker's client does not answer: its connection is left to end by itself";
  static final String NOT_CLEAN =
      "the connection did not end cleanly: what it had in flight stays on the queue";

  void say(Source state, String detail) {
    if (runtime.status().source(state, detail)) {
      boolean waits = state != Source.STANDBY && state != Source.STOPPED;
      LOG.atLevel(waits && !detail.isEmpty() ? Level.WARN : Level.INFO)
          .addKeyValue("route", runtime.route().id())
          .addKeyValue("queue", runtime.origin().queue())
          .addKeyValue("state", state)
          .addKeyValue("detail", detail)
          .log("source state changed");
    }
  }

  /** It connects, which is no news for one that waits for another reader. */
  void sayConnecting() {
    var now = runtime.status().now();
    if (!now.source().waitsForReader()) {
      say(Source.CONNECTING, now.sourceDetail());
    }
  }

  void kafkaReady() {
    runtime.status().sink(null);
  }

  void kafkaNotReady(String detail) {
    if (runtime.status().sink(detail)) {
      LOG.atWarn()
          .addKeyValue("route", runtime.route().id())
          .addKeyValue("detail", detail)
          .log("Kafka is not ready for this route");
    }
  }

  /** Not in the status: what it leads to is said there. */
  void warn(String sentence, String detail) {
    LOG.atWarn()
        .addKeyValue("route", runtime.route().id())
        .addKeyValue("detail", detail)
        .log(sentence);
  }

  void debug(Throwable failure) {
    LOG.atDebug().setCause(failure).addKeyValue("route", runtime.route().id()).log("failed");
  }
}
