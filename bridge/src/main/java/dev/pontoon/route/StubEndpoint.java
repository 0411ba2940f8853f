package dev.pontoon.route;

import dev.pontoon.message.PrintableText;
import dev.pontoon.message.SecretText;
import java.util.function.Consumer;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.PollingConsumer;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.support.DefaultEndpoint;
import org.apache.camel.support.DefaultProducer;
import org.apache.camel.support.PollingConsumerSupport;
import org.jspecify.annotations.Nullable;

/** Says what would be sent or read, and does neither: the message goes on as it is. */
final class StubEndpoint extends DefaultEndpoint {
  private static final int LONGEST = 300;

  private final Endpoint real;
  private final Consumer<String> sends;

  StubEndpoint(Endpoint real, Consumer<String> sends) {
    this.real = real;
    this.sends = sends;
    setEndpointUri(real.getEndpointUri());
    setCamelContext(real.getCamelContext());
  }

  private void say(String what) {
    sends.accept(what + PrintableText.of(SecretText.masked(getEndpointUri()), LONGEST));
  }

  @Override
  public Producer createProducer() {
    return new DefaultProducer(this) {
      @Override
      public void process(Exchange exchange) {
        say("would send to ");
      }
    };
  }

  @Override
  public PollingConsumer createPollingConsumer() {
    return new PollingConsumerSupport(this) {
      @Override
      public @Nullable Exchange receive() {
        say("would read from ");
        return null;
      }

      @Override
      public @Nullable Exchange receiveNoWait() {
        return receive();
      }

      @Override
      public @Nullable Exchange receive(long timeout) {
        return receive();
      }
    };
  }

  @Override
  public org.apache.camel.Consumer createConsumer(Processor processor) {
    throw new UnsupportedOperationException("a stub is not read");
  }

  @Override
  public boolean isLenientProperties() {
    return real.isLenientProperties();
  }
}
