package jigi.present.api.view;

import java.time.Instant;
import java.util.List;
import jigi.base.journal.Event;
import jigi.base.kernel.Status;
import org.jspecify.annotations.Nullable;

/**
 * What matters now.
 *
 * @param needing components that are not OK
 * @param quietSince since when all is OK, or the last time that it was; null when unknown
 */
public record Now(
    int components,
    int needing,
    @Nullable Instant quietSince,
    List<SystemTile> systems,
    List<IncidentRow> incidents,
    List<ComponentRow> notOk,
    List<RunRow> runs,
    List<Upcoming> next,
    List<Event> recent) {
  /** A system at a glance; {@code status} is the worst of its components. */
  public record SystemTile(String system, String title, Status status, int count, int total) {}

  /** Something that is due. */
  public record Upcoming(Instant at, String system, String title, @Nullable String href) {}

  public Now {
    systems = List.copyOf(systems);
    incidents = List.copyOf(incidents);
    notOk = List.copyOf(notOk);
    runs = List.copyOf(runs);
    next = List.copyOf(next);
    recent = List.copyOf(recent);
  }

  public boolean calm() {
    return needing == 0 && incidents.isEmpty();
  }
}
