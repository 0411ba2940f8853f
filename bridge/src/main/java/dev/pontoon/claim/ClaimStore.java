package dev.pontoon.claim;

import dev.pontoon.message.Claim;
import java.io.IOException;

/** Keeps bodies under the digest of their content. Safe for all threads; blocks. */
public interface ClaimStore extends AutoCloseable {

  /**
   * Makes the content durable. One that is there already is not written again.
   *
   * @throws IOException when that did not work; the message says what to do. May be called again
   */
  void keep(Claim claim) throws IOException;

  /**
   * The content, verified.
   *
   * @param sha256 64 small hex digits; anything else is refused
   * @throws IOException when it is not there, can't be read, or is not what its name says
   */
  byte[] read(String sha256) throws IOException;

  @Override
  void close();
}
