package jigi.present.api.rooms;

import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import jigi.base.journal.Event;
import jigi.base.journal.EventQuery;
import jigi.base.journal.Journal;
import jigi.base.kernel.Status;
import jigi.base.run.RunFilter;
import jigi.detect.probe.Components;
import jigi.present.api.view.AlertRow;
import jigi.present.api.view.ComponentRow;
import jigi.present.api.view.Desk;
import jigi.present.api.view.IncidentRow;
import jigi.present.api.view.Now;
import jigi.present.api.view.Rail;
import jigi.present.api.view.RunRow;
import jigi.present.api.view.Scope;
import org.jspecify.annotations.Nullable;

/** The first page, put together from the other rooms. */
final class OverviewRoom implements Desk.Overview {
  private static final int RECENT = 12;

  private final Components systems;
  private final ComponentRoom components;
  private final AlertRoom alerts;
  private final IncidentRoom incidents;
  private final RunRoom runs;
  private final Journal journal;

  OverviewRoom(
      Components systems,
      ComponentRoom components,
      AlertRoom alerts,
      IncidentRoom incidents,
      RunRoom runs,
      Journal journal) {
    this.systems = systems;
    this.components = components;
    this.alerts = alerts;
    this.incidents = incidents;
    this.runs = runs;
    this.journal = journal;
  }

  @Override
  public Rail rail(Scope scope) {
    List<ComponentRow> all = components.list(scope);
    List<RunRow> open = open(scope);
    return new Rail(
        (int) systems.systems().keySet().stream().filter(scope::sees).count(),
        all.size(),
        (int) all.stream().filter(row -> row.status() != Status.OK).count(),
        (int)
            alerts.list(scope).stream().filter(row -> row.state() == AlertRow.State.FIRING).count(),
        incidents.list(scope, false).size(),
        open.size(),
        (int) open.stream().filter(RunRow::waits).count());
  }

  @Override
  public Now now(Scope scope) {
    List<ComponentRow> all = components.list(scope);
    List<ComponentRow> bad = all.stream().filter(row -> row.status() != Status.OK).toList();
    Set<String> folded = new HashSet<>();
    bad.forEach(row -> row.affected().forEach(name -> folded.add(row.system() + "/" + name)));
    List<ComponentRow> causes =
        bad.stream()
            .filter(row -> !folded.contains(row.system() + "/" + row.name()))
            .sorted(
                java.util.Comparator.comparing(ComponentRow::status)
                    .reversed()
                    .thenComparing(ComponentRow::system)
                    .thenComparing(ComponentRow::name))
            .toList();
    List<IncidentRow> open = incidents.list(scope, false);
    return new Now(
        all.size(),
        bad.size(),
        quietSince(all, bad),
        tiles(scope, all),
        open,
        causes,
        open(scope),
        List.of(),
        recent(scope));
  }

  private List<RunRow> open(Scope scope) {
    return runs.rows(RunFilter.open()).stream().filter(row -> scope.sees(row.system())).toList();
  }

  /** Since when all are OK: the latest beginning of a present OK; null while something is not. */
  private static @Nullable Instant quietSince(List<ComponentRow> all, List<ComponentRow> bad) {
    if (!bad.isEmpty()) {
      return bad.stream()
          .map(ComponentRow::since)
          .filter(Objects::nonNull)
          .map(Objects::requireNonNull)
          .min(Instant::compareTo)
          .orElse(null);
    }
    return all.stream()
        .map(ComponentRow::since)
        .filter(Objects::nonNull)
        .map(Objects::requireNonNull)
        .max(Instant::compareTo)
        .orElse(null);
  }

  private List<Now.SystemTile> tiles(Scope scope, List<ComponentRow> all) {
    return systems.systems().entrySet().stream()
        .filter(entry -> scope.sees(entry.getKey()))
        .map(
            entry -> {
              List<ComponentRow> own =
                  all.stream().filter(row -> row.system().equals(entry.getKey())).toList();
              Status worst = Status.worst(own.stream().map(ComponentRow::status).toList());
              String title = entry.getValue().profile().title();
              return new Now.SystemTile(
                  entry.getKey(),
                  title == null ? entry.getKey() : title,
                  worst,
                  (int) own.stream().filter(row -> row.status() == worst).count(),
                  own.size());
            })
        .toList();
  }

  private List<Event> recent(Scope scope) {
    return journal.find(EventQuery.newest(200)).stream()
        .filter(event -> event.what().system() == null || scope.sees(event.what().system()))
        .filter(event -> !event.what().kind().name().equals("run.step"))
        .limit(RECENT)
        .toList();
  }
}
