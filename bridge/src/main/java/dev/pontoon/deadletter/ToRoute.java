package dev.pontoon.deadletter;

import dev.pontoon.mapping.Mapper;
import dev.pontoon.message.Claim;
import dev.pontoon.message.ClaimCheck;
import dev.pontoon.message.LegacyMessage;
import dev.pontoon.message.Origin;
import dev.pontoon.message.OutboundRecord;
import dev.pontoon.message.Outcome;
import dev.pontoon.message.Refusal;
import dev.pontoon.message.Refusal.Reason;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Through the route again, into its topic: records, new dead letters and the progress are committed
 * together, so that each letter has its effect exactly once.
 */
public final class ToRoute implements RedriveTarget {
  private final Origin origin;
  private final Way way;
  private final RedriveLog log;
  private final RedriveProgress progress;
  private final Redrive.Watcher watcher;
  private final Set<ByteBuffer> parked = new HashSet<>();

  /**
   * The route, without its ends.
   *
   * @param steps makes of a message nothing, itself or several
   * @param parksKeys whether letters wait behind a refused one of the same key
   * @param claims keeps what is too large for Kafka
   */
  public record Way(
      Steps steps,
      Mapper mapper,
      DeadLetters deadLetters,
      boolean parksKeys,
      LetterClaims claims) {}

  /** The route's steps. */
  public interface Steps {
    List<LegacyMessage> run(LegacyMessage message) throws Exception;
  }

  /**
   * What became of a letter; {@code left} says why it stays where it is, {@code refused} why there
   * is a new one.
   */
  private record Passed(
      StoredLetter letter,
      List<OutboundRecord> records,
      @Nullable Refusal refused,
      @Nullable String left,
      boolean finalWord) {}

  public ToRoute(
      Origin origin, Way way, RedriveLog log, RedriveProgress progress, Redrive.Watcher watcher) {
    this.origin = origin;
    this.way = way;
    this.log = log;
    this.progress = progress;
    this.watcher = watcher;
  }

  @Override
  public RedriveCounts carry(List<StoredLetter> batch) throws RedriveException {
    List<Passed> passed = new ArrayList<>(batch.size());
    for (StoredLetter letter : batch) {
      passed.add(pass(letter));
    }
    while (!committed(passed)) {
      // Kafka refused some: their letters were replaced, and all are written anew.
    }
    RedriveCounts counts = RedriveCounts.NONE;
    for (Passed one : passed) {
      counts = counts.plus(count(one));
    }
    return counts;
  }

  @Override
  public void left(StoredLetter letter) {
    if (way.parksKeys() && letter.key() != null) {
      parked.add(ByteBuffer.wrap(letter.key()));
    }
  }

  private RedriveCounts count(Passed one) {
    if (one.left() != null) {
      watcher.left(one.letter(), one.left());
      return new RedriveCounts(0, 0, 0, 0, 0, 0, 1);
    } else if (one.refused() != null) {
      watcher.refused(one.letter(), one.refused());
      return new RedriveCounts(0, 0, 1, 0, 0, 0, 0);
    }
    boolean filtered = one.records().isEmpty();
    return new RedriveCounts(0, filtered ? 0 : 1, 0, filtered ? 1 : 0, 0, 0, 0);
  }

  private boolean committed(List<Passed> passed) throws RedriveException {
    List<OutboundRecord> records = new ArrayList<>();
    List<Integer> owners = new ArrayList<>();
    List<StoredLetter> done = new ArrayList<>();
    for (int i = 0; i < passed.size(); i++) {
      Passed one = passed.get(i);
      for (OutboundRecord record : one.records()) {
        records.add(record);
        owners.add(i);
      }
      if (one.left() == null) {
        done.add(one.letter());
      }
    }
    Map<Integer, String> refused =
        done.isEmpty() ? Map.of() : log.commit(records, progress.entries(done));
    refused.forEach(
        (place, why) -> {
          int owner = owners.get(place);
          passed.set(owner, rejected(passed.get(owner), records.get(place), why));
        });
    if (refused.isEmpty()) {
      progress.add(done);
    }
    return refused.isEmpty();
  }

  private Passed rejected(Passed before, OutboundRecord record, String why) {
    if (before.finalWord()) {
      return left(before.letter(), "neither topic nor dead-letter topic takes it: " + why);
    }
    Refusal refusal = new Refusal(Reason.REJECTED_BY_KAFKA, why, record.key());
    LegacyMessage message = before.letter().message(origin);
    Work work = new Work(before.letter());
    work.refuse(message, refusal, DeadLetter.Stage.SENDING, before.letter().parts());
    return work.result(true);
  }

  private static Passed left(StoredLetter letter, String why) {
    return new Passed(letter, List.of(), null, why, true);
  }

  private Passed pass(StoredLetter letter) {
    LegacyMessage message = letter.message(origin);
    Work work = new Work(letter);
    Parts parts = letter.parts();
    List<LegacyMessage> made;
    try {
      made = way.steps().run(message);
    } catch (Exception e) {
      String what = Refusal.stepThrew(e);
      work.refuse(message, new Refusal(Reason.STEP_FAILED, what), DeadLetter.Stage.STEPS, parts);
      return work.result(false);
    }
    if (!parts.in(made)) {
      left(letter);
      return left(letter, gone(parts, made.size()));
    }
    for (int number = 1; number <= made.size(); number++) {
      if (parts.contain(number)) {
        work.map(message, made.get(number - 1), number);
      }
    }
    return work.result(false);
  }

  private static String gone(Parts parts, int now) {
    return "number "
        + parts.first()
        + " of what the steps had made of the message was refused, and now they make only "
        + now
        + ": --to queue sends the whole message";
  }

  /** One letter on its way. */
  private final class Work {
    private final StoredLetter letter;
    private final List<OutboundRecord> records = new ArrayList<>();
    private @Nullable Refusal refused;
    private @Nullable String left;

    Work(StoredLetter letter) {
      this.letter = letter;
    }

    void map(LegacyMessage message, LegacyMessage made, int number) {
      Outcome outcome = way.mapper().map(made);
      OutboundRecord record = outcome.record();
      if (record == null) {
        refuse(message, (Refusal) outcome, DeadLetter.Stage.MAPPING, Parts.one(number));
        return;
      }
      if (record.key() != null && parked.contains(ByteBuffer.wrap(record.key()))) {
        String why = "an earlier message with this key was refused again or is left";
        Refusal parkedKey = new Refusal(Reason.KEY_PARKED, why, record.key());
        refuse(message, parkedKey, DeadLetter.Stage.MAPPING, Parts.one(number));
        return;
      }
      if (outcome instanceof ClaimCheck check) {
        keep(check.claim());
      }
      records.add(record);
    }

    private void keep(Claim claim) {
      try {
        way.claims().keep(claim);
      } catch (IOException e) {
        left = String.valueOf(e.getMessage());
      }
    }

    void refuse(LegacyMessage message, Refusal refusal, DeadLetter.Stage stage, Parts parts) {
      refused = refused == null ? refusal : refused;
      if (way.parksKeys() && refusal.key() != null) {
        parked.add(ByteBuffer.wrap(refusal.key()));
      }
      DeadLetter made = way.deadLetters().make(message, refusal, stage, parts, letter.count());
      if (!made.complete()) {
        left = "refused again, and " + made.trouble();
      } else if (made.claim() != null) {
        keep(made.claim());
      }
      records.add(made.record());
    }

    Passed result(boolean finalWord) {
      if (left != null) {
        ToRoute.this.left(letter);
        return ToRoute.left(letter, left);
      }
      return new Passed(letter, List.copyOf(records), refused, null, finalWord || refused != null);
    }
  }
}
