package dev.pontoon.config;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Which steps of Camel's YAML DSL may stand between source and record, and why others may not. */
final class CamelSteps {
  /** Every step name of the DSL. */
  static final List<String> KNOWN =
      List.of(
          "aggregate",
          "bean",
          "choice",
          "circuitBreaker",
          "claimCheck",
          "convertBodyTo",
          "convertHeaderTo",
          "convertVariableTo",
          "delay",
          "doCatch",
          "doFinally",
          "doTry",
          "dynamicRouter",
          "enrich",
          "filter",
          "idempotentConsumer",
          "kamelet",
          "loadBalance",
          "log",
          "loop",
          "marshal",
          "multicast",
          "pausable",
          "pipeline",
          "policy",
          "poll",
          "pollEnrich",
          "process",
          "recipientList",
          "removeHeader",
          "removeHeaders",
          "removeProperties",
          "removeProperty",
          "removeVariable",
          "resequence",
          "resumable",
          "rollback",
          "routingSlip",
          "saga",
          "sample",
          "script",
          "serviceCall",
          "setBody",
          "setExchangePattern",
          "setHeader",
          "setHeaders",
          "setProperty",
          "setVariable",
          "setVariables",
          "sort",
          "split",
          "step",
          "stop",
          "threads",
          "throttle",
          "throwException",
          "to",
          "toD",
          "tokenizer",
          "transacted",
          "transform",
          "transformDataType",
          "unmarshal",
          "validate",
          "wireTap");

  /** Steps that would break the promise, with the reason. */
  static final Map<String, String> REFUSED =
      reasons(
          "aggregate",
          "it keeps messages in memory and lets them go later, so they would be acknowledged"
              + " before they are in Kafka; aggregate behind the topic instead",
          "resequence",
          "it keeps messages in memory and changes their order; the topic keeps the order of the"
              + " queue",
          "threads",
          "it goes on in another thread, so the message would be acknowledged before it is in"
              + " Kafka, and order would be lost",
          "wireTap",
          "nothing waits for the copy, so it can be lost without a trace; let the other side read"
              + " the topic",
          "saga",
          "it compensates in the background, after the message was acknowledged",
          "idempotentConsumer",
          "it remembers a message before Kafka has confirmed it and drops it when it comes again, so"
              + " that it would be acknowledged and lost; deliver effectively-once instead",
          "sample",
          "it drops messages silently; filter on a condition instead",
          "transacted",
          "the message is acknowledged after Kafka has confirmed it; another transaction around it"
              + " would roll back what Kafka already has",
          "rollback",
          "a roll-back gives the message back to the broker for ever; throw an exception to send"
              + " it to the dead letters",
          "pausable",
          "only Pontoon starts and stops the reader, so that nothing is acknowledged too early",
          "resumable",
          "only Pontoon starts and stops the reader, so that nothing is acknowledged too early");

  /** Options that leave the thread, with the reason. */
  static final Map<String, String> REFUSED_OPTIONS =
      reasons(
          "parallelProcessing",
          "parallel work loses the order of the queue; leave the option out",
          "asyncDelayed",
          "the message would go on in another thread and lose its place; leave the option out");

  static final String STOP_ON_EXCEPTION = "stopOnException";

  static final String GOES_ON =
      "it is always true here: what comes after a part that failed would be in Kafka already, and"
          + " again after a redrive; leave the option out";

  /** Steps that send to an endpoint. */
  static final Set<String> SENDING = Set.of("to", "toD", "enrich", "pollEnrich", "poll");

  /** Queues in memory. */
  static final List<String> REFUSED_ENDPOINTS =
      List.of("seda", "vm", "disruptor", "disruptor-vm", "stub");

  static final String REFUSED_ENDPOINT =
      "it is a queue in memory: nothing waits for what happens behind it, and a crash empties it;"
          + " use direct:";

  private CamelSteps() {}

  private static Map<String, String> reasons(String... namesAndReasons) {
    Map<String, String> reasons = new LinkedHashMap<>();
    for (int i = 0; i < namesAndReasons.length; i += 2) {
      reasons.put(namesAndReasons[i], namesAndReasons[i + 1]);
    }
    return Collections.unmodifiableMap(reasons);
  }

  static List<String> allowed() {
    return KNOWN.stream().filter(name -> !REFUSED.containsKey(name)).toList();
  }
}
