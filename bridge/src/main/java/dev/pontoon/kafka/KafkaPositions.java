package dev.pontoon.kafka;

import dev.pontoon.delivery.PositionStore;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;

/** The state topic as an at-least-once lane uses it. */
public final class KafkaPositions implements PositionStore {
  private final KafkaSink sink;
  private final Map<String, Object> reading;
  private final StateTopic state;

  /**
   * @param sink writes
   * @param bridge name of the bridge: replicas share it, and so go on where the other one ended
   * @param lane name of the lane, the same in every replica
   */
  public KafkaPositions(KafkaSettings settings, KafkaSink sink, String bridge, String lane) {
    this.sink = sink;
    this.reading = settings.stateReader();
    this.state = new StateTopic(StateTopic.of(bridge), lane);
  }

  @Override
  public Map<Integer, byte[]> read() throws IOException {
    try {
      return state.read(reading);
    } catch (KafkaException e) {
      throw failed(e);
    }
  }

  @Override
  public void write(int slot, byte[] value) throws IOException, InterruptedException {
    try {
      // The next one is not on its way before: a position never moves back.
      var unused =
          sink.write(state.write(slot, value))
              .get(KafkaSettings.MAX_BLOCK_MILLIS, TimeUnit.MILLISECONDS);
    } catch (InterruptException e) {
      throw new InterruptedException(e.getMessage());
    } catch (KafkaException | TimeoutException e) {
      throw failed(e);
    } catch (ExecutionException e) {
      throw failed(e.getCause() instanceof Exception cause ? cause : e);
    }
  }

  private static IOException failed(Exception cause) {
    return new IOException(SendFailures.text(cause), cause);
  }
}
