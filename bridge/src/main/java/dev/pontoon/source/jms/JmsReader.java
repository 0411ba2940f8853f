package dev.pontoon.source.jms;

import dev.pontoon.delivery.Acknowledger;
import dev.pontoon.delivery.Lane;
import dev.pontoon.message.LegacyMessage;
import dev.pontoon.source.Causes;
import dev.pontoon.source.LargeRoom;
import jakarta.jms.JMSException;
import jakarta.jms.Session;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The loop of a route's reader thread: receive what there is, each message starts on its way to
 * Kafka at once; when all are there, commit. It never rolls back: while Kafka is away it waits with
 * the transaction open, and a lost session gives back by closing.
 */
final class JmsReader implements Acknowledger {
  /** How often an idle reader looks whether it should stop. */
  private static final long IDLE_MILLIS = 250;

  /** A client may say that nothing is there while the next message is on the wire. */
  private static final long LINGER_MILLIS = 2;

  /** How long an idle reader holds room for a large message, which others may need. */
  private static final long HELD_MILLIS = 20;

  /** Clients keep the messages of a transaction in memory until it is committed. */
  private static final long BATCH_BYTES = 8L << 20;

  /** The same while large messages are about. */
  private static final long CAREFUL_BYTES = 64L << 10;

  /** How often a reader without room looks whether it should stop. */
  private static final Duration ROOM = Duration.ofMillis(IDLE_MILLIS);

  private final Session transaction;
  private final Receiver consumer;
  private final DamagedMessages messages;
  private final JmsAttachment.Intake intake;
  private final int batch;
  private final Fetching fetching;
  private final SizeGate gate;
  private final @Nullable IdleLook look;
  private final ClientCall call = new ClientCall();
  private final ClientCall room = new ClientCall();
  private final CountDownLatch finishing = new CountDownLatch(1);

  /** Messages of the next transaction at most, while large ones are about. */
  private int careful = 1;

  /** Whether everything received since the last commit was taken by the lane. */
  private boolean complete = true;

  private volatile @Nullable Thread running;

  /**
   * @param batch messages per transaction at most
   * @param look null where nobody can see what waits
   */
  JmsReader(
      JmsLink link,
      DamagedMessages messages,
      JmsAttachment.Intake intake,
      int batch,
      Fetching fetching,
      SizeGate gate,
      @Nullable IdleLook look) {
    this.transaction = link.session();
    this.consumer = Receiver.of(link);
    this.messages = messages;
    this.intake = intake;
    this.batch = batch;
    this.fetching = fetching;
    this.gate = gate;
    this.look = look;
  }

  /** Reads until it shall finish or the session ends. */
  void run(Lane.Session session, Consumer<String> ended) {
    running = Thread.currentThread();
    try {
      Step step = Step.TAKEN;
      while (step != Step.OVER && finishing.getCount() > 0) {
        step = transact(session);
        // Where the client dropped it, what is in front of it is here still.
        if (gate.shut() && step != Step.TAKEN) {
          ended.accept("the next message is too large to be fetched ahead");
          return;
        } else if (fetching.calm(gate)) {
          ended.accept(
              "there were no large messages for a while: messages are fetched ahead again");
          return;
        }
      }
      if (step == Step.OVER) {
        ended.accept("the batch was not committed and is read again");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      ended.accept("the reader was interrupted");
    } catch (Exception e) {
      ended.accept(Causes.of(e));
    }
  }

  /** Ends the loop after the batch at hand is committed. */
  void finish() {
    finishing.countDown();
  }

  /** What the client is being asked, and for how long already; null while it is asked nothing. */
  @Nullable String hangs(Duration patience) {
    return call.longerThan(patience);
  }

  /** Whether it has waited so long for memory that other routes hold. */
  boolean lacksRoom(Duration patience) {
    return room.longerThan(patience) != null;
  }

  private enum Step {
    NOTHING,
    TAKEN,
    /** The session is over, or a message is too large: nothing more may be committed. */
    OVER
  }

  private Step transact(Lane.Session session) throws Exception {
    boolean ahead = gate.ahead();
    int most = ahead ? batch : fetching.refused() ? 1 : Math.min(batch, careful);
    long full = session.takenBytes() + (ahead ? BATCH_BYTES : CAREFUL_BYTES);
    Step step = step(session, IDLE_MILLIS, false);
    int count = 0;
    while (step == Step.TAKEN) {
      count++;
      boolean enough = finishing.getCount() == 0 || count >= most || session.takenBytes() >= full;
      // Not receiveNoWait: some clients ask the broker each time their own buffer is empty.
      step = enough ? Step.NOTHING : step(session, LINGER_MILLIS, true);
    }
    if (step == Step.OVER) {
      return step;
    } else if (count == 0) {
      idle();
      if (!ahead) {
        var unused = finishing.await(IDLE_MILLIS - HELD_MILLIS, TimeUnit.MILLISECONDS);
      }
      return step;
    }
    careful = Math.min(batch, 2 * careful);
    return session.settle() ? Step.TAKEN : Step.OVER;
  }

  private void idle() {
    if (look != null && finishing.getCount() > 0) {
      call.begin("a look at the queue");
      look.idle();
      call.end();
    }
  }

  /**
   * @param open whether the transaction holds messages already
   */
  private Step step(Lane.Session session, long wait, boolean open) throws Exception {
    try (LargeRoom.Place place = place(open)) {
      if (place == null) {
        return Step.NOTHING;
      }
      Receiver.Received next = received(gate.ahead() ? wait : Math.min(wait, HELD_MILLIS));
      if (next == null) {
        return Step.NOTHING;
      }
      if (look != null) {
        look.read();
      }
      complete = false;
      if (!ClassicClient.passes(next.message(), gate)) {
        return Step.OVER;
      }
      LegacyMessage message = messages.read(next);
      if (!gate.ahead()) {
        fetching.read(message.body().size());
      }
      if (!intake.dispatch(session, message)) {
        return Step.OVER;
      }
      complete = true;
      return Step.TAKEN;
    }
  }

  /**
   * Null when it shall finish, or holds messages that can be committed meanwhile: others may hold
   * the room for as long as Kafka is away.
   */
  private LargeRoom.@Nullable Place place(boolean open) throws InterruptedException {
    LargeRoom.Place place = fetching.place(gate, Duration.ZERO);
    if (place != null) {
      return place;
    }
    room.begin("room for a large message");
    try {
      do {
        place = fetching.place(gate, ROOM);
      } while (place == null && !open && finishing.getCount() > 0);
      return place;
    } finally {
      room.end();
    }
  }

  private Receiver.@Nullable Received received(long millis) throws JMSException {
    call.begin("a message");
    try {
      return consumer.receive(millis);
    } finally {
      call.end();
    }
  }

  /**
   * Commits the transaction, which holds nothing but what the lane has taken.
   *
   * @throws Exception on any other thread than the reader's, or when the commit failed: then nobody
   *     knows, and all of it counts as not acknowledged
   */
  @Override
  public void acknowledge(long sequence) throws Exception {
    if (Thread.currentThread() != running || !complete) {
      throw new IllegalStateException("the transaction holds a message that was not taken");
    }
    call.begin("the commit");
    try {
      transaction.commit();
    } finally {
      call.end();
    }
  }
}
