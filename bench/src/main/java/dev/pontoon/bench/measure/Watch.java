package dev.pontoon.bench.measure;

import java.util.function.BooleanSupplier;

/** Sees messages arrive where they are to arrive. For one thread. */
public interface Watch extends AutoCloseable {

  /**
   * Waits until all messages have arrived, or the contestant ended, or nothing has moved for 20 s
   * (a minute at the start).
   *
   * @param alive whether the contestant still runs
   */
  void await(BooleanSupplier alive) throws Exception;

  /**
   * What arrived, read to the end, with what came late or twice; the contestant has been stopped.
   */
  Arrivals finish() throws Exception;

  @Override
  void close() throws Exception;
}
