package dev.pontoon.source.rabbitmq;

import dev.pontoon.config.Connection.Rabbit;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.util.Map;

/** Whether the files that a connection needs can be used. Connects to nothing. */
public final class RabbitCheck {
  private RabbitCheck() {}

  /** What is wrong, by the key in bridge.yaml. */
  public static Map<String, String> problems(Rabbit settings) {
    String whole = "connections." + settings.name() + ".rabbitmq.";
    try {
      var unused = Certificates.context(settings.tls(), false);
      return Map.of();
    } catch (Certificates.StoreException e) {
      String said = String.valueOf(e.getMessage());
      return Map.of(whole + e.key(), said.substring(said.indexOf(": ") + 2));
    } catch (IOException | GeneralSecurityException e) {
      return Map.of(whole + "tls", String.valueOf(e.getMessage()));
    }
  }
}
