package jigi.present.api.view;

import java.time.Instant;
import java.util.List;
import jigi.base.kernel.Status;
import org.jspecify.annotations.Nullable;

/**
 * What matters now.
 *
 * @param needing components that are not OK
 * @param atLarge alerts that fire and concern no single component, but a system as a whole
 * @param fine the components that are OK
 * @param quietSince since when all is OK, or the last time that it was; null when unknown
 */
public record Now(
    int components,
    int needing,
    @Nullable Instant quietSince,
    List<SystemTile> systems,
    List<IncidentRow> incidents,
    List<AlertRow> atLarge,
    List<ComponentRow> notOk,
    List<ComponentRow> fine,
    List<RunRow> runs,
    List<Upcoming> next,
    List<Happening> recent) {
  /**
   * A system at a glance; {@code status} is the worst of its components and its own alerts. {@code
   * count} says how many components have it.
   */
  public record SystemTile(String system, String title, Status status, int count, int total) {}

  /** Something that is due. */
  public record Upcoming(Instant at, String system, String title, @Nullable String href) {}

  public Now {
    systems = List.copyOf(systems);
    incidents = List.copyOf(incidents);
    atLarge = List.copyOf(atLarge);
    notOk = List.copyOf(notOk);
    fine = List.copyOf(fine);
    runs = List.copyOf(runs);
    next = List.copyOf(next);
    recent = List.copyOf(recent);
  }

  public boolean calm() {
    return needing == 0 && atLarge.isEmpty() && incidents.isEmpty();
  }
}
