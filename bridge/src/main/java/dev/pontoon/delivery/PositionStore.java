package dev.pontoon.delivery;

import java.io.IOException;
import java.util.Map;

/**
 * Keeps a lane's state beside its records, where there is no transaction to put it into;
 * implemented by {@code kafka}. Safe for all threads.
 */
public interface PositionStore {

  /**
   * The lane's state: slot number to its value.
   *
   * @throws IOException when it can't be read; the message is for the operator
   */
  Map<Integer, byte[]> read() throws IOException, InterruptedException;

  /**
   * Writes a slot; returns when Kafka has it.
   *
   * @throws IOException when that is not known; the message is for the operator
   */
  void write(int slot, byte[] value) throws IOException, InterruptedException;
}
