package jigi.present.api.rooms;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import jigi.base.kernel.Status;
import jigi.detect.inventory.Component;
import jigi.detect.inventory.ComponentType;
import jigi.detect.inventory.Inventory;
import jigi.detect.probe.Beat;
import jigi.detect.probe.ComponentView;
import jigi.detect.probe.Components;
import jigi.detect.probe.ProbeKey;
import jigi.detect.probe.ProbeResult;
import jigi.detect.probe.ProbeScheduler;
import jigi.detect.probe.ProbeView;
import jigi.present.api.view.AlertRow;
import jigi.present.api.view.Beats;
import jigi.present.api.view.Chart;
import jigi.present.api.view.ComponentDetail;
import jigi.present.api.view.ComponentRow;
import jigi.present.api.view.Desk;
import jigi.present.api.view.ErrorRow;
import jigi.present.api.view.Figure;
import jigi.present.api.view.Happening;
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
  private final FactRoom facts;
  private final Recent.Source recent;
  private final LogRoom logs;
  private final HeartbeatRoom heartbeats;
  private final Related related;

  /** What other rooms know about a component. */
  interface Related {
    List<AlertRow> alerts(String system, String component);

    /** Those that answer to alerts about the component, firing ones first. */
    List<RunbookRow> runbooks(String system, String component);

    /** What its logs held within a day, the most frequent first. */
    List<ErrorRow> errors(String system, String component);
  }

  /** What was written down about components. */
  record Known(Recent.Source recent, LogRoom logs, HeartbeatRoom heartbeats) {}

  ComponentRoom(
      Components components,
      ProbeScheduler probes,
      FigureRoom figures,
      FactRoom facts,
      Known known,
      Related related) {
    this.components = components;
    this.probes = probes;
    this.figures = figures;
    this.facts = facts;
    this.recent = known.recent();
    this.logs = known.logs();
    this.heartbeats = known.heartbeats();
    this.related = related;
  }

  @Override
  public List<ComponentRow> list(Scope scope) {
    List<ComponentRow> all = new ArrayList<>();
    for (String system : components.systems().keySet()) {
      if (scope.sees(system)) {
        Map<String, ComponentView> views = new LinkedHashMap<>();
        components.of(system).forEach(view -> views.put(view.component().name(), view));
        views.values().stream()
            .filter(ComponentView::watched)
            .map(view -> row(view, views::get))
            .forEach(all::add);
      }
    }
    return all;
  }

  @Nullable ComponentRow row(String system, String name) {
    ComponentView view = components.of(system, name);
    return view == null ? null : row(view);
  }

  /** Services of others that the system needs and that are watched, the worst first. */
  List<ComponentRow> externals(String system) {
    return components.of(system).stream()
        .filter(ComponentView::watched)
        .filter(view -> view.component().type() == ComponentType.EXTERNAL_SERVICE)
        .map(this::row)
        .sorted(Comparator.comparing(ComponentRow::status).reversed())
        .toList();
  }

  private ComponentRow row(ComponentView view) {
    return row(view, name -> components.of(view.system(), name));
  }

  private ComponentRow row(ComponentView view, Function<String, @Nullable ComponentView> others) {
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
        view.status() == Status.OK ? figures(view) : List.of(),
        view.status() == Status.OK ? List.of() : affected(view, others));
  }

  /** The newest result of the first probe that measured something worth a number. */
  private static List<Figure> figures(ComponentView view) {
    for (ProbeView probe : view.probes()) {
      ProbeResult last = probe.last();
      if (last != null && last.status() == Status.OK) {
        List<Figure> found =
            switch (probe.probe().spec().kind().name()) {
              case "http", "tcp" ->
                  List.of(new Figure("took", last.duration().toNanos() / 1e6, "ms", false));
              case "host" -> used(last);
              default -> List.<Figure>of();
            };
        if (!found.isEmpty()) {
          return found;
        }
      }
    }
    return List.of();
  }

  private static List<Figure> used(ProbeResult result) {
    List<Figure> figures = new ArrayList<>();
    for (String what : List.of("cpu", "memory")) {
      result.samples().stream()
          .filter(one -> one.name().equals("host_" + what + "_used_ratio"))
          .findFirst()
          .ifPresent(one -> figures.add(new Figure(what, one.value() * 100, "%", false)));
    }
    return figures;
  }

  /** What stands on this component and is not OK either. */
  private List<String> affected(
      ComponentView view, Function<String, @Nullable ComponentView> others) {
    Inventory inventory = components.systems().get(view.system());
    if (inventory == null) {
      return List.of();
    }
    return inventory.dependants(view.component().name()).stream()
        .map(each -> others.apply(each.name()))
        .filter(Objects::nonNull)
        .map(Objects::requireNonNull)
        .filter(each -> each.watched() && each.status() != Status.OK)
        .map(each -> each.component().name())
        .toList();
  }

  private static Beats beats(ComponentView view) {
    Duration slot = slowest(view);
    List<@Nullable Status> all = view.heartbeat();
    StringBuilder marks = new StringBuilder();
    for (Status status : all.subList(Math.max(0, all.size() - SLOTS), all.size())) {
      marks.append(status == null ? '-' : Beats.mark(status));
    }
    return new Beats(marks.toString(), slot.multipliedBy(marks.length()));
  }

  private static Duration slowest(ComponentView view) {
    return view.probes().stream()
        .map(probe -> probe.probe().spec().pace().every())
        .max(Duration::compareTo)
        .orElse(Duration.ofSeconds(15));
  }

  @Override
  public @Nullable ComponentDetail get(String system, String component) {
    ComponentView view = components.of(system, component);
    if (view == null) {
      return null;
    }
    List<AlertRow> alerts = related.alerts(system, component);
    Duration every = slowest(view);
    FigureRoom.Window window = figures.window(system, component, every);
    return new ComponentDetail(
        row(view),
        facts.of(view),
        figures.beats(system, component, window),
        figures.figures(system, component, window),
        charts(view, window),
        view.probes().stream().map(this::probe).toList(),
        alerts,
        related.runbooks(system, component),
        changes(system, component),
        related.errors(system, component),
        logs.matched(system, component),
        logs.access(system, component));
  }

  private List<Chart> charts(ComponentView view, FigureRoom.Window window) {
    List<Chart> all =
        new ArrayList<>(figures.charts(view.system(), view.component().name(), window));
    all.addAll(figures.samples(view, window));
    return all;
  }

  private List<Happening> changes(String system, String component) {
    return recent.of(system, component, CHANGES);
  }

  private ProbeRow probe(ProbeView view) {
    ProbeResult last = view.last();
    ProbeResult before = view.previous();
    Instant at = last == null ? null : last.ended();
    return new ProbeRow(
        view.probe().spec().name(),
        view.probe().spec().kind().name(),
        view.status(),
        view.evidence(),
        last == null ? null : last.duration(),
        at,
        view.probe().spec().pace().every(),
        beats(view),
        before == null ? null : before.status(),
        Compared.measures(last, before),
        heartbeats.signals(view.probe().key()));
  }

  private static Beats beats(ProbeView view) {
    List<Beat> all = view.beats();
    StringBuilder marks = new StringBuilder();
    for (Beat beat : all.subList(Math.max(0, all.size() - SLOTS), all.size())) {
      marks.append(Beats.mark(beat.status()));
    }
    String early = "-".repeat(SLOTS - marks.length());
    return new Beats(early + marks, view.probe().spec().pace().every().multipliedBy(SLOTS));
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
