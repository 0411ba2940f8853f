package dev.pontoon.claim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pontoon.config.BridgeConfig.ClaimBucket;
import dev.pontoon.config.Secret;
import dev.pontoon.message.Claim;
import java.io.IOException;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class S3ClaimStoreTest {
  private final FakeS3 server = new FakeS3();
  private final S3ClaimStore store = S3ClaimStore.open(bucket(server.endpoint(), "me"));

  private static ClaimBucket bucket(String endpoint, String accessKey) {
    Secret secret = new Secret("hidden-secret");
    return new ClaimBucket("claims", "box", "in/", endpoint, "us-east-1", accessKey, secret);
  }

  private static byte[] bytes(int length) {
    byte[] bytes = new byte[length];
    new Random(length).nextBytes(bytes);
    return bytes;
  }

  @AfterEach
  void end() {
    store.close();
    server.close();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 1 << 20, (9 << 20) + 7})
  void whatWasKeptIsReadAndItsPlaceIsItsDigest(int length) throws Exception {
    Claim claim = Claim.of(bytes(length));
    store.keep(claim);
    assertThat(server.objects).containsOnlyKeys("/box/in/" + claim.location());
    assertThat(store.read(claim.sha256())).isEqualTo(claim.content());
  }

  @Test
  void sameContentIsSentOnce() throws Exception {
    store.keep(Claim.of(bytes(1000)));
    store.keep(Claim.of(bytes(1000)));
    assertThat(server.requests).filteredOn(request -> request.startsWith("PUT")).hasSize(1);
  }

  @Test
  void anObjectOfAnotherLengthIsReplaced() throws Exception {
    Claim claim = Claim.of(bytes(1000));
    server.objects.put("/box/in/" + claim.location(), new byte[400]);
    store.keep(claim);
    assertThat(store.read(claim.sha256())).isEqualTo(claim.content());
  }

  @Test
  void changedOrMissingContentIsNeverHandedOut() {
    Claim claim = Claim.of(bytes(1000));
    assertThatThrownBy(() -> store.read(claim.sha256()))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("can't be read from s3://box/in/");
    server.objects.put("/box/in/" + claim.location(), bytes(999));
    assertThatThrownBy(() -> store.read(claim.sha256()))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("was changed");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "../../secret", "http://localhost/x", "ABCDEF"})
  void aNameIsADigestOrNothing(String name) {
    assertThatThrownBy(() -> store.read(name)).hasMessageContaining("hex digits");
    assertThat(server.requests).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(ints = {500, 503, 403})
  void aStoreThatDoesNotTakeItIsSaidAndItWorksWhenItIsBack(int status) throws Exception {
    Claim claim = Claim.of(bytes(10));
    server.failing = status;
    assertThatThrownBy(() -> store.keep(claim))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("s3://box/in/ at http://127.0.0.1")
        .hasMessageContaining("is it up")
        .hasMessageNotContaining("hidden-secret");
    server.failing = 0;
    store.keep(claim);
    assertThat(store.read(claim.sha256())).isEqualTo(claim.content());
  }

  @Test
  void nobodyListeningIsSaid() {
    server.close();
    assertThatThrownBy(() -> store.keep(Claim.of(bytes(10))))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("is it up");
  }

  @Test
  void wrongCredentialsAreSaid() {
    try (S3ClaimStore other = S3ClaimStore.open(bucket(server.endpoint(), "somebody"))) {
      assertThatThrownBy(() -> other.keep(Claim.of(bytes(10))))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("may these credentials write");
    }
  }

  /** {@code -Dpontoon.test.s3=http://127.0.0.1:7070}, with a bucket "box" and the keys above. */
  @Test
  @EnabledIfSystemProperty(named = "pontoon.test.s3", matches = "http.*")
  void aRealStoreKeepsAndGivesBack() throws Exception {
    Claim claim = Claim.of(bytes(40 << 20));
    ClaimBucket real = bucket(System.getProperty("pontoon.test.s3"), "me");
    try (S3ClaimStore other = S3ClaimStore.open(real)) {
      other.keep(claim);
      other.keep(claim);
      assertThat(other.read(claim.sha256())).isEqualTo(claim.content());
      assertThatThrownBy(() -> other.read(Claim.of(bytes(3)).sha256()))
          .hasMessageContaining("can't be read");
    }
  }
}
