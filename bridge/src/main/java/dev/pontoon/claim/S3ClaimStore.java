package dev.pontoon.claim;

import dev.pontoon.config.BridgeConfig.ClaimBucket;
import dev.pontoon.config.Secret;
import dev.pontoon.message.Claim;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Base64;
import java.util.HexFormat;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.ContentStreamProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3ClientBuilder;
import software.amazon.awssdk.services.s3.S3Configuration;
import software.amazon.awssdk.services.s3.model.S3Exception;

/**
 * Claims as objects of a bucket, under {@code PREFIXab/cd/abcd…}. The store checks what it gets
 * against the digest; an object that is there already is not sent again.
 */
public final class S3ClaimStore implements ClaimStore {
  private static final int NOT_FOUND = 404;
  private static final int FORBIDDEN = 403;
  private static final String TYPE = "application/octet-stream";

  /** No byte for that long and the attempt has failed. */
  private static final Duration SILENCE = Duration.ofSeconds(30);

  private static final Duration CONNECT = Duration.ofSeconds(5);

  private final S3Client client;
  private final ClaimBucket place;

  private S3ClaimStore(S3Client client, ClaimBucket place) {
    this.client = client;
    this.place = place;
  }

  /** Connects with the first claim, not before. */
  public static S3ClaimStore open(ClaimBucket place) {
    S3ClientBuilder builder =
        S3Client.builder()
            .region(Region.of(place.region()))
            .credentialsProvider(credentials(place))
            .httpClient(
                UrlConnectionHttpClient.builder()
                    .connectionTimeout(CONNECT)
                    .socketTimeout(SILENCE)
                    .build())
            // Anything newer than plain signed requests is not understood by every store.
            .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
            .responseChecksumValidation(ResponseChecksumValidation.WHEN_REQUIRED)
            .serviceConfiguration(S3Configuration.builder().chunkedEncodingEnabled(false).build());
    if (place.endpoint() != null) {
      builder.endpointOverride(URI.create(place.endpoint())).forcePathStyle(true);
    }
    return new S3ClaimStore(builder.build(), place);
  }

  private static AwsCredentialsProvider credentials(ClaimBucket place) {
    Secret secret = place.secretKey();
    return place.accessKey() == null || secret == null
        ? DefaultCredentialsProvider.builder().build()
        : StaticCredentialsProvider.create(
            AwsBasicCredentials.create(place.accessKey(), secret.reveal()));
  }

  @Override
  public void keep(Claim claim) throws IOException {
    String key = place.prefix() + claim.location();
    int length = claim.content().length;
    try {
      if (!there(key, length)) {
        String digest = Base64.getEncoder().encodeToString(HexFormat.of().parseHex(claim.sha256()));
        client.putObject(
            put -> put.bucket(place.bucket()).key(key).checksumSHA256(digest),
            RequestBody.fromContentProvider(
                ContentStreamProvider.fromByteArrayUnsafe(claim.content()), length, TYPE));
      }
    } catch (SdkException e) {
      throw new IOException(
          "the claim store "
              + shown()
              + " does not take a body of "
              + length
              + " bytes ("
              + e.getMessage()
              + "): is it up, does the bucket exist, may these credentials write there?",
          e);
    }
  }

  private boolean there(String key, int length) {
    try {
      var found = client.headObject(head -> head.bucket(place.bucket()).key(key));
      return found.contentLength() != null && found.contentLength() == length;
    } catch (S3Exception e) {
      // Who may not list is told 403 of what is not there.
      if (e.statusCode() == NOT_FOUND || e.statusCode() == FORBIDDEN) {
        return false;
      }
      throw e;
    }
  }

  private String shown() {
    String at = place.endpoint() == null ? "" : " at " + place.endpoint();
    return "s3://" + place.bucket() + "/" + place.prefix() + at;
  }

  @Override
  public byte[] read(String sha256) throws IOException {
    ClaimReader.checkName(sha256);
    byte[] content;
    try {
      String key = place.prefix() + new Claim(sha256, new byte[0]).location();
      content =
          client.getObjectAsBytes(get -> get.bucket(place.bucket()).key(key)).asByteArrayUnsafe();
    } catch (SdkException e) {
      throw new IOException(
          "claim " + sha256 + " can't be read from " + shown() + ": " + e.getMessage(), e);
    }
    return ClaimReader.verified(sha256, content);
  }

  @Override
  public void close() {
    client.close();
  }
}
