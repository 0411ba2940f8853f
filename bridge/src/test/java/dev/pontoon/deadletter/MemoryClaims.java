package dev.pontoon.deadletter;

import dev.pontoon.claim.ClaimStore;
import dev.pontoon.message.Claim;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;

/** A claim store that can be away. */
final class MemoryClaims implements ClaimStore {
  final Map<String, byte[]> kept = new HashMap<>();
  boolean away;

  @Override
  public void keep(Claim claim) throws IOException {
    available();
    kept.put(claim.sha256(), claim.content());
  }

  @Override
  public byte[] read(String sha256) throws IOException {
    available();
    byte[] content = kept.get(sha256);
    if (content == null) {
      throw new IOException("no such claim");
    }
    return content;
  }

  private void available() throws IOException {
    if (away) {
      throw new IOException("the store is away");
    }
  }

  @Override
  public void close() {}
}
