package dev.pontoon.bench.measure;

/**
 * The highest rate that a contestant holds while the publisher and the reader of the topics run
 * beside it, so that nothing piles up.
 *
 * @param rate messages per second
 */
public record TopRate(String workload, String contestant, int round, double rate, Books books)
    implements Turn {}
