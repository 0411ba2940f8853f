package dev.pontoon.app;

import dev.pontoon.claim.ClaimStore;
import dev.pontoon.claim.FileClaimStore;
import dev.pontoon.claim.S3ClaimStore;
import dev.pontoon.config.BridgeConfig;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Opens the claim store that bridge.yaml names. */
final class Claims {
  private Claims() {}

  /** Null where it names none. The caller closes it. */
  static @Nullable ClaimStore open(BridgeConfig config) {
    BridgeConfig.ClaimCheck check = config.claimCheck();
    if (check instanceof BridgeConfig.ClaimBucket bucket) {
      return S3ClaimStore.open(bucket);
    }
    return check instanceof BridgeConfig.ClaimFolder folder
        ? new FileClaimStore(Path.of(folder.folder()), rights(folder.readers()))
        : null;
  }

  private static FileClaimStore.Rights rights(BridgeConfig.ClaimReaders readers) {
    return switch (readers) {
      case OWNER -> FileClaimStore.Rights.OWNER;
      case GROUP -> FileClaimStore.Rights.GROUP;
      case EVERYONE -> FileClaimStore.Rights.EVERYONE;
    };
  }
}
