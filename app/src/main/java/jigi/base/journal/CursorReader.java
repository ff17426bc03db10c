package jigi.base.journal;

import java.util.List;
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
    stored = begin(means().node());
    return stored;
  }

  private long begin(String node) {
    String name = following().name();
    return means()
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
  }

  /** What other nodes recorded while they led, and nobody handled, comes before the own events. */
  @Override
  void inherit() {
    List<String> others =
        means().store().read(handle -> JournalRepository.others(handle, means().node()));
    for (String node : others) {
      long from = begin(node);
      for (List<Event> batch = after(node, from); !batch.isEmpty(); batch = after(node, from)) {
        batch.stream().filter(following()::wants).forEach(this::handle);
        from = batch.getLast().seq();
        move(node, from);
      }
    }
  }

  @Override
  void handle(Event event) {
    means()
        .store()
        .change(
            tx -> {
              String name = following().name();
              if (JournalRepository.moveCursor(tx.handle(), name, event.node(), event.seq())) {
                follower.on(tx, event);
              }
            });
    if (event.node().equals(means().node())) {
      stored = event.seq();
    }
  }

  @Override
  void passed(long seq) {
    if (seq - stored >= LAZY) {
      move(means().node(), seq);
      stored = seq;
    }
  }

  private void move(String node, long seq) {
    means()
        .store()
        .change(tx -> JournalRepository.moveCursor(tx.handle(), following().name(), node, seq));
  }
}
