package jigi.present.api.rooms;

import java.time.InstantSource;
import java.util.List;
import jigi.base.journal.Event;
import jigi.base.journal.EventQuery;
import jigi.base.journal.SqlJournal;
import jigi.base.journal.Verification;
import jigi.present.api.view.ChainState;
import jigi.present.api.view.Desk;

/** The journal. */
final class HistoryRoom implements Desk.History {
  private final SqlJournal journal;
  private final InstantSource clock;

  HistoryRoom(SqlJournal journal, InstantSource clock) {
    this.journal = journal;
    this.clock = clock;
  }

  @Override
  public List<Event> find(EventQuery query) {
    return journal.find(query);
  }

  @Override
  public ChainState verify() {
    Verification found = journal.verify();
    Verification.Break at = found.broken();
    long entries = found.chains().stream().mapToLong(Verification.Chain::entries).sum();
    return new ChainState(
        entries,
        clock.instant(),
        at == null ? null : at.node() + " #" + at.seq() + " " + at.what());
  }
}
