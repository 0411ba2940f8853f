package dev.pontoon.rig.ledger;

/**
 * One message in the ledger.
 *
 * @param run tells the ledgers apart that use one topic
 * @param key number of the ordering key
 * @param sequence its place within the key, from 0 without gaps
 */
public record Entry(String run, int key, int sequence) {

  /** The header or property in which applications of the rig carry {@link #id}. */
  public static final String ID = "ledgerId";

  /** The header or property in which they carry {@link #keyText}. */
  public static final String KEY = "ledgerKey";

  /** The identity that travels with the message. */
  public String id() {
    return run + "." + key + "." + sequence;
  }

  /** The key that travels with the message. */
  public String keyText() {
    return "key-" + key;
  }
}
