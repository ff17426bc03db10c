package jigi.base.run;

import jigi.base.connect.Connections;
import jigi.base.exec.Exec;
import jigi.base.journal.Journal;
import jigi.base.kernel.Timeline;
import jigi.base.kernel.Troubles;
import jigi.base.store.Store;

/**
 * The rooms that the engine stands on.
 *
 * @param node the name of this process
 */
public record RunParts(
    Store store,
    Journal journal,
    Timeline timeline,
    Exec exec,
    Connections connections,
    Troubles troubles,
    String node) {}
