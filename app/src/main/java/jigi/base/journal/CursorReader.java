package jigi.base.journal;

import jigi.base.journal.Following.Start;

/** Hands events to a follower, each in the transaction that moves its durable cursor. */
final class CursorReader extends Reader {
  /** How far the cursor may lie behind over events that nobody wanted. */
  private static final long LAZY = 1000;

  private final Follower follower;
  private long stored;

  CursorReader(Means means, Following following, Follower follower) {
    super(means, following);
    this.follower = follower;
  }

  @Override
  long begin() {
    String name = following().name();
    String node = means().node();
    stored =
        means()
            .store()
            .write(
                tx -> {
                  Long known = JournalRepository.cursor(tx.handle(), name, node);
                  if (known != null) {
                    return known;
                  }
                  long start =
                      following().start() == Start.BEGINNING
                          ? 0
                          : JournalRepository.lastSeq(tx.handle(), node);
                  JournalRepository.startCursor(tx.handle(), name, node, start);
                  return start;
                });
    return stored;
  }

  @Override
  void handle(Event event) {
    means()
        .store()
        .change(
            tx -> {
              String name = following().name();
              if (JournalRepository.moveCursor(tx.handle(), name, means().node(), event.seq())) {
                follower.on(tx, event);
              }
            });
    stored = event.seq();
  }

  @Override
  void passed(long seq) {
    if (seq - stored >= LAZY) {
      means()
          .store()
          .change(
              tx ->
                  JournalRepository.moveCursor(
                      tx.handle(), following().name(), means().node(), seq));
      stored = seq;
    }
  }
}
