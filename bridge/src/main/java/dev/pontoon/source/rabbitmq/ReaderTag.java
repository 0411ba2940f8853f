package dev.pontoon.source.rabbitmq;

/**
 * The consumer tag of a bridge's readers: says in any list of consumers who reads, and lets the
 * replicas of a bridge know each other.
 */
final class ReaderTag {
  /** A tag has 255 bytes at most; these names are ASCII. */
  private static final int LONGEST = 200;

  private final String beginning;

  ReaderTag(String bridge, String route) {
    String whole = "pontoon-" + bridge + "/" + route;
    this.beginning = whole.substring(0, Math.min(whole.length(), LONGEST)) + "/";
  }

  /** That of this process. */
  String text() {
    return beginning + ProcessHandle.current().pid();
  }

  /** Whether a replica of this bridge reads under it, or this process. */
  boolean isOurs(String tag) {
    return tag.startsWith(beginning);
  }
}
