package dev.pontoon.bench.measure;

/** Whose turn it was when something was measured. */
public interface Turn {

  String workload();

  String contestant();

  /** From 1. */
  int round();

  Books books();
}
