package dev.pontoon.bench.measure;

/**
 * What a bridge costs that has nothing to do.
 *
 * @param source of its routes, for people
 * @param rss MiB
 */
public record IdleCost(String source, String contestant, int routes, double rss, int threads) {}
