package dev.pontoon.delivery;

/**
 * Says which of several replicas may read a queue whose broker would let all of them. Safe for all
 * threads; nothing blocks.
 */
public interface Lease {
  /** For queues whose broker keeps other readers away, and where several may read. */
  Lease ALWAYS =
      new Lease() {
        @Override
        public boolean held() {
          return true;
        }

        @Override
        public boolean needed() {
          return false;
        }

        @Override
        public boolean need() {
          return true;
        }

        @Override
        public void ask() {
          // There is nobody to ask.
        }

        @Override
        public boolean granted() {
          return false;
        }

        @Override
        public boolean inherited() {
          return false;
        }

        @Override
        public void onLoss(Runnable action) {
          // It is never lost.
        }

        @Override
        public void pass() {
          // There is nobody to pass it to.
        }
      };

  /** Whether this process may read now; asks for it from the first call on, where it is needed. */
  boolean held();

  /** Whether what it is kept in must be there before the next connect. */
  boolean needed();

  /**
   * The source has found that its broker lets several read: from now on it is needed.
   *
   * @return whether this process may read now; if not, it has to connect again
   */
  boolean need();

  /**
   * Asks for it without waiting: held until the answer is that another replica has it. If it is
   * lost because Kafka is away, it is held on: the broker keeps others away from what is only asked
   * for.
   */
  void ask();

  /** Whether it was asked for and given to this process: no other replica may read. */
  boolean granted();

  /** Whether another replica was heard to have it, or this process itself had lost it before. */
  boolean inherited();

  /** Registers what runs, quickly and perhaps more than once, when it is held no longer. */
  void onLoss(Runnable action);

  /** It is of no use here at present: another replica shall have it, if there is one. */
  void pass();
}
