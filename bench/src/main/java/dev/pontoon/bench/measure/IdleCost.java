package dev.pontoon.bench.measure;

/**
 * What a bridge costs that has nothing to do.
 *
 * @param rss MiB
 */
public record IdleCost(String contestant, int routes, double rss, int threads) {}
