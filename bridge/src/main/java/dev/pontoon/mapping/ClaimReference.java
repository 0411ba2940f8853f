package dev.pontoon.mapping;

import dev.pontoon.message.Claim;
import dev.pontoon.message.ClaimCheck;
import dev.pontoon.message.OutboundRecord;
import dev.pontoon.message.OutboundRecord.Header;
import java.util.ArrayList;
import java.util.List;

/** What stands in Kafka for a body that is kept in a claim store. */
public final class ClaimReference {

  /** SHA-256 of the value as it would have been, in small hex digits: the name in the store. */
  public static final String SHA256 = "pontoon.claim.sha-256";

  /** Its length in bytes. */
  public static final String LENGTH = "pontoon.claim.length";

  /** Which store has it, by the name it has in bridge.yaml. */
  public static final String STORE = "pontoon.claim.store";

  /** Where it is within the store. */
  public static final String LOCATION = "pontoon.claim.location";

  private static final String PREFIX = "pontoon.claim.";

  private ClaimReference() {}

  /** Whether a record header of this name is part of a reference. */
  public static boolean header(String name) {
    return name.startsWith(PREFIX);
  }

  /**
   * Takes the value out of a record and leaves the reference, as headers and as JSON value.
   *
   * @param value the record's value
   * @param store the store's name
   */
  public static ClaimCheck of(OutboundRecord record, byte[] value, String store) {
    Claim claim = Claim.of(value);
    List<Header> headers = new ArrayList<>(record.headers());
    String length = Integer.toString(value.length);
    headers.add(header(SHA256, claim.sha256()));
    headers.add(header(LENGTH, length));
    headers.add(header(STORE, store));
    headers.add(header(LOCATION, claim.location()));
    StringBuilder json = new StringBuilder("{\"claimCheck\":{\"sha256\":\"");
    json.append(claim.sha256()).append("\",\"length\":").append(length).append(",\"store\":");
    JsonWriter.quote(store, json);
    json.append(",\"location\":\"").append(claim.location()).append("\"}}");
    byte[] reference = HeaderBlock.utf8(json.toString());
    return new ClaimCheck(
        claim,
        new OutboundRecord(record.topic(), record.key(), reference, record.timestamp(), headers));
  }

  private static Header header(String name, String text) {
    return new Header(name, HeaderBlock.utf8(text));
  }
}
