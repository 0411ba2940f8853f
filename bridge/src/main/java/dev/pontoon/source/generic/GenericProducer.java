package dev.pontoon.source.generic;

import org.apache.camel.AsyncCallback;
import org.apache.camel.Exchange;
import org.apache.camel.support.DefaultAsyncProducer;

/** The outer side of a generic source: hands over, and completes the exchange when Kafka has it. */
final class GenericProducer extends DefaultAsyncProducer {
  private final GenericEndpoint endpoint;

  GenericProducer(GenericEndpoint endpoint) {
    super(endpoint);
    this.endpoint = endpoint;
  }

  @Override
  public boolean process(Exchange exchange, AsyncCallback callback) {
    try {
      endpoint.consumer().accept(exchange, callback);
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      exchange.setException(e);
    } catch (Exception e) {
      exchange.setException(e);
    }
    callback.done(true);
    return true;
  }
}
