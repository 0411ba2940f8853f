package dev.pontoon.rig.fault;

import java.util.concurrent.ThreadLocalRandom;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The one number that makes a random test the same again. */
public final class Seed {

  /** Set it to the printed number to repeat a run. */
  public static final String PROPERTY = "pontoon.test.seed";

  private static final Logger LOG = LoggerFactory.getLogger(Seed.class);

  private Seed() {}

  /** The given one, else a new one; logged with the way to repeat it. */
  public static long printed(String test) {
    Long given = Long.getLong(PROPERTY);
    long seed = given != null ? given : ThreadLocalRandom.current().nextLong(1_000_000_000);
    LOG.atInfo()
        .addKeyValue("test", test)
        .addKeyValue("repeat", "-D" + PROPERTY + "=" + seed)
        .log("Random test");
    return seed;
  }
}
