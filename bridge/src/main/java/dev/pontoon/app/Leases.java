package dev.pontoon.app;

import dev.pontoon.config.BridgeConfig;
import dev.pontoon.config.From;
import dev.pontoon.config.RouteConfig;
import dev.pontoon.config.RouteConfig.Readers;
import dev.pontoon.delivery.Lease;
import dev.pontoon.kafka.KafkaSettings;
import dev.pontoon.kafka.LeaseGroup;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.UUID;

/**
 * The leases of a process. RabbitMQ's exclusive consumer is one, where its queue heeds it: quorum
 * queues do not, and the source asks for the lease when it finds one. On queues that are not
 * Pontoon's own it asks in any case, so that a replica can be told from a reader that is none.
 */
final class Leases implements AutoCloseable {
  private final LeaseGroup group;

  Leases(KafkaSettings settings, BridgeConfig config) {
    this.group = new LeaseGroup(settings, config.name(), replica(config.http().port()));
  }

  /** Not asked for before its first use. */
  Lease of(RouteConfig route) {
    From from = route.from();
    // JMS has no word for the only reader of a queue, and what providers have does not tell it.
    // Of a stream there may be any number.
    boolean always =
        from instanceof From.JmsQueue
            || from instanceof From.JmsTopic topic && topic.shared()
            || from instanceof From.RabbitStream;
    boolean perhaps = from instanceof From.RabbitQueue || from instanceof From.RabbitExchange;
    if (route.readers() != Readers.EXCLUSIVE || !(always || perhaps)) {
      return Lease.ALWAYS;
    }
    return group.lease(route.id(), always, from instanceof From.RabbitQueue);
  }

  /** The same after a restart in the same place, where the port is a fixed one. */
  private static String replica(int port) {
    String name = port == 0 ? UUID.randomUUID().toString() : host() + "-" + port;
    return name.replaceAll("[^A-Za-z0-9._-]", "-");
  }

  private static String host() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      return "host";
    }
  }

  @Override
  public void close() {
    group.close();
  }
}
