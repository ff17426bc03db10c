package jigi.base.connect.database;

import java.util.List;

/**
 * What a statement gave.
 *
 * @param rows those that were read; empty when it changed something
 * @param more whether there were more rows than were read
 * @param changed how many rows it changed; -1 for a query
 */
public record SqlAnswer(List<Row> rows, boolean more, long changed) {
  public SqlAnswer {
    rows = List.copyOf(rows);
  }

  /** Whether it was a query. */
  public boolean asked() {
    return changed < 0;
  }

  /** How many rows it gave or changed. */
  public long count() {
    return asked() ? rows.size() + (more ? 1 : 0) : changed;
  }
}
