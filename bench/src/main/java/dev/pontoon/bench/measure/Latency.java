package dev.pontoon.bench.measure;

/**
 * What a contestant added at a steady rate, in milliseconds: from the moment at which a message was
 * to be sent to the legacy broker to the moment at which a consumer had it from Kafka.
 *
 * @param rate messages per second that were sent
 * @param messages that were measured; those of the warm-up are not
 */
public record Latency(
    String workload,
    String contestant,
    int round,
    double rate,
    long messages,
    double p50,
    double p99,
    double p999,
    double max,
    Books books)
    implements Turn {}
