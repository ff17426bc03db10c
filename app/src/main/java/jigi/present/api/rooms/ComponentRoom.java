package jigi.present.api.rooms;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import jigi.base.journal.Event;
import jigi.base.journal.EventQuery;
import jigi.base.journal.Journal;
import jigi.base.kernel.Status;
import jigi.detect.inventory.Component;
import jigi.detect.inventory.Inventory;
import jigi.detect.probe.ComponentView;
import jigi.detect.probe.Components;
import jigi.detect.probe.ProbeKey;
import jigi.detect.probe.ProbeResult;
import jigi.detect.probe.ProbeScheduler;
import jigi.detect.probe.ProbeView;
import jigi.present.api.view.AlertRow;
import jigi.present.api.view.Beats;
import jigi.present.api.view.ComponentDetail;
import jigi.present.api.view.ComponentRow;
import jigi.present.api.view.Desk;
import jigi.present.api.view.ProbeRow;
import jigi.present.api.view.RunbookRow;
import jigi.present.api.view.Scope;
import org.jspecify.annotations.Nullable;

/** Components with their probes, figures and what is wrong with them. */
final class ComponentRoom implements Desk.Components {
  private static final int SLOTS = 30;
  private static final int CHANGES = 10;

  private final Components components;
  private final ProbeScheduler probes;
  private final FigureRoom figures;
  private final Journal journal;
  private final Related related;

  /** What other rooms know about a component. */
  interface Related {
    List<AlertRow> alerts(String system, String component);

    List<RunbookRow> runbooks(String system, String alert);
  }

  ComponentRoom(
      Components components,
      ProbeScheduler probes,
      FigureRoom figures,
      Journal journal,
      Related related) {
    this.components = components;
    this.probes = probes;
    this.figures = figures;
    this.journal = journal;
    this.related = related;
  }

  @Override
  public List<ComponentRow> list(Scope scope) {
    List<ComponentRow> all = new ArrayList<>();
    for (String system : components.systems().keySet()) {
      if (scope.sees(system)) {
        components.of(system).stream()
            .filter(ComponentView::watched)
            .map(this::row)
            .forEach(all::add);
      }
    }
    return all;
  }

  @Nullable ComponentRow row(String system, String name) {
    ComponentView view = components.of(system, name);
    return view == null ? null : row(view);
  }

  private ComponentRow row(ComponentView view) {
    Component component = view.component();
    String title = component.title();
    return new ComponentRow(
        view.system(),
        component.name(),
        title.equals(component.name()) ? "" : title,
        component.on(),
        view.status(),
        view.since(),
        view.evidence(),
        beats(view),
        view.status() == Status.OK ? List.of() : affected(view));
  }

  /** What stands on this component and is not OK either. */
  private List<String> affected(ComponentView view) {
    Inventory inventory = components.systems().get(view.system());
    if (inventory == null) {
      return List.of();
    }
    return inventory.dependants(view.component().name()).stream()
        .map(each -> components.of(view.system(), each.name()))
        .filter(Objects::nonNull)
        .map(Objects::requireNonNull)
        .filter(each -> each.watched() && each.status() != Status.OK)
        .map(each -> each.component().name())
        .toList();
  }

  private static Beats beats(ComponentView view) {
    Duration slot =
        view.probes().stream()
            .map(probe -> probe.probe().spec().pace().every())
            .max(Duration::compareTo)
            .orElse(Duration.ofSeconds(15));
    List<@Nullable Status> all = view.heartbeat();
    StringBuilder marks = new StringBuilder();
    for (Status status : all.subList(Math.max(0, all.size() - SLOTS), all.size())) {
      marks.append(status == null ? '-' : Beats.mark(status));
    }
    return new Beats(marks.toString(), slot.multipliedBy(marks.length()));
  }

  @Override
  public @Nullable ComponentDetail get(String system, String component) {
    ComponentView view = components.of(system, component);
    if (view == null) {
      return null;
    }
    List<AlertRow> alerts = related.alerts(system, component);
    List<RunbookRow> suggested =
        alerts.stream()
            .flatMap(alert -> related.runbooks(system, alert.rule()).stream())
            .distinct()
            .toList();
    return new ComponentDetail(
        row(view),
        figures.day(system, component),
        figures.figures(system, component),
        figures.charts(system, component),
        view.probes().stream().map(ComponentRoom::probe).toList(),
        alerts,
        suggested,
        changes(system, component));
  }

  private List<Event> changes(String system, String component) {
    return journal.find(new EventQuery(system, null, null, null, null, 300)).stream()
        .filter(event -> component.equals(event.what().component()))
        .limit(CHANGES)
        .toList();
  }

  private static ProbeRow probe(ProbeView view) {
    ProbeResult last = view.last();
    Instant at = last == null ? null : last.ended();
    return new ProbeRow(
        view.probe().spec().name(),
        view.probe().spec().kind().name(),
        view.status(),
        view.evidence(),
        last == null ? null : last.duration(),
        at,
        view.probe().spec().pace().every());
  }

  @Override
  public void probe(String system, String component, @Nullable String probe) {
    try {
      if (probe != null) {
        probes.runNow(new ProbeKey(system, component, probe));
        return;
      }
      for (ProbeView view : probes.views(system, component)) {
        probes.runNow(view.probe().key());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while probing", e);
    }
  }
}
