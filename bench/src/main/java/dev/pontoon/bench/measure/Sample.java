package dev.pontoon.bench.measure;

/**
 * One contestant in one round. NaN: not measured.
 *
 * @param rate messages per second while 10 % to 95 % of the messages arrived
 * @param cpuMicros CPU time of the contestant's process per message in that part
 * @param allocated bytes on the Java heap per message in that part
 * @param heapPeak MiB, the fullest at a collection
 * @param heapDrift MiB that the heap after a collection was higher in the last third of all
 *     collections than in the first, at most
 * @param rssPeak MiB
 * @param firstSeconds from the start of the process to the first record in Kafka
 */
public record Sample(
    String workload,
    String contestant,
    int round,
    double rate,
    double cpuMicros,
    double allocated,
    double heapPeak,
    double heapDrift,
    double rssPeak,
    double firstSeconds,
    Books books)
    implements Turn {}
