package dev.pontoon.claim;

import dev.pontoon.message.Claim;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** A claim store that can be away. */
public final class MemoryClaims implements ClaimStore {
  public final Map<String, byte[]> kept = new ConcurrentHashMap<>();
  public final AtomicInteger refused = new AtomicInteger();
  public volatile boolean away;

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
      refused.incrementAndGet();
      throw new IOException("the store is away");
    }
  }

  @Override
  public void close() {}
}
