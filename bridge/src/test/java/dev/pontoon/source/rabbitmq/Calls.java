package dev.pontoon.source.rabbitmq;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.impl.AMQImpl;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/** What a connection and its channels are asked, by an answer that says yes to all of it. */
final class Calls {
  private final List<String> made = new CopyOnWriteArrayList<>();

  List<String> made() {
    return List.copyOf(made);
  }

  /** Writes down {@code NAME aborted}. */
  Connection connection(String name) {
    Channel channel =
        proxy(Channel.class, (self, method, arguments) -> channelCall(method.getName(), arguments));
    return proxy(
        Connection.class,
        (self, method, arguments) ->
            switch (method.getName()) {
              case "createChannel" -> channel;
              case "getServerProperties" -> Map.of("product", "RabbitMQ");
              case "abort" -> {
                made.add(name + " aborted");
                yield null;
              }
              case "equals" -> self == arguments[0];
              case "hashCode" -> System.identityHashCode(self);
              default -> throw new UnsupportedOperationException(method.toString());
            });
  }

  @SuppressWarnings("NullAway") // what the client's methods without a result give
  private Object channelCall(String method, Object[] arguments) {
    switch (method) {
      case "rpc" -> made.add("bind " + ((AMQImpl.Queue.Bind) arguments[0]).getRoutingKey());
      case "queueUnbind" -> made.add("unbind " + arguments[2]);
      case "abort" -> {}
      default -> throw new UnsupportedOperationException(method);
    }
    return null;
  }

  private static <T> T proxy(Class<T> type, InvocationHandler answers) {
    return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, answers));
  }
}
