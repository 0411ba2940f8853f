package dev.pontoon.deadletter;

import dev.pontoon.claim.ClaimStore;
import dev.pontoon.mapping.ClaimReference;
import dev.pontoon.message.Claim;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * The bodies of dead letters that are kept beside Kafka: read, verified by their digest, when a
 * letter is brought back; kept anew when it is refused again. For one thread; blocks.
 */
public final class LetterClaims {
  private final @Nullable ClaimStore store;
  private final boolean readOnly;

  /**
   * @param store the bridge's claim store, null for none; the caller closes it
   * @param readOnly keeps nothing, for a dry run
   */
  public LetterClaims(@Nullable ClaimStore store, boolean readOnly) {
    this.store = store;
    this.readOnly = readOnly;
  }

  /**
   * The letter with its own body in place of the reference; the same letter where it holds its body
   * itself.
   *
   * @throws IOException when the body can't be had: the message says why and what to do
   */
  StoredLetter whole(StoredLetter letter) throws IOException {
    String sha256 = letter.header(ClaimReference.SHA256);
    if (sha256 == null) {
      return letter;
    }
    String place =
        "its body is in claim store "
            + letter.header(ClaimReference.STORE)
            + " at "
            + letter.header(ClaimReference.LOCATION);
    if (store == null) {
      throw new IOException(place + ", and bridge.yaml names no claim store: write claim-check");
    }
    try {
      return letter.withBody(store.read(sha256));
    } catch (IOException e) {
      throw new IOException(place + ", which could not be read: " + e.getMessage(), e);
    }
  }

  /**
   * Makes a body durable before the record that refers to it is written.
   *
   * @throws IOException when that did not work; the message says what to do
   */
  void keep(Claim claim) throws IOException {
    if (readOnly) {
      return;
    }
    if (store == null) {
      throw new IOException("bridge.yaml names no claim store: write claim-check");
    }
    store.keep(claim);
  }
}
