package jigi.present.api.rooms;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import jigi.base.kernel.Status;
import jigi.base.run.RunFilter;
import jigi.detect.alert.Alert;
import jigi.detect.alert.Alerts;
import jigi.detect.alert.OutsideAlert;
import jigi.detect.inventory.Inventory;
import jigi.detect.probe.ComponentView;
import jigi.detect.probe.Components;
import jigi.detect.probe.ProbeView;
import jigi.detect.rule.Rule;
import jigi.operate.incident.Incident;
import jigi.operate.incident.Incidents;
import jigi.present.api.view.AlertDetail;
import jigi.present.api.view.AlertRow;
import jigi.present.api.view.Desk;
import jigi.present.api.view.RouteView;
import jigi.present.api.view.Scope;
import jigi.present.api.view.SilenceRow;
import org.jspecify.annotations.Nullable;

/** Alerts, with the rule, the incident and the runs that belong to them. */
final class AlertRoom implements Desk.Alerts {
  private static final int RECENT = 30;
  private static final int WITHIN_A_DAY = 500;

  private final Alerts alerts;
  private final Components components;
  private final Incidents incidents;
  private final RunRoom runs;
  private final RunbookRoom runbooks;
  private final SilenceRoom silences;
  private final RouteRoom routes;

  /** Who is told of alerts, and who is not. */
  record Telling(SilenceRoom silences, RouteRoom routes) {}

  AlertRoom(
      Alerts alerts,
      Components components,
      Incidents incidents,
      RunRoom runs,
      RunbookRoom runbooks,
      Telling telling) {
    this.alerts = alerts;
    this.components = components;
    this.incidents = incidents;
    this.runs = runs;
    this.runbooks = runbooks;
    this.silences = telling.silences();
    this.routes = telling.routes();
  }

  @Override
  public List<AlertRow> list(Scope scope) {
    Map<String, Long> flaps = routes.flapping();
    return Stream.concat(alerts.active(null).stream(), alerts.recent(null, RECENT).stream())
        .filter(alert -> scope.sees(alert.identity().system()))
        .map(alert -> row(alert, "", flaps.getOrDefault(alert.id(), 0L)))
        .toList();
  }

  /** How many fire. */
  int firing(Scope scope) {
    return (int)
        alerts.active(null).stream()
            .filter(alert -> alert.phase() == Alert.Phase.FIRING)
            .filter(alert -> scope.sees(alert.identity().system()))
            .count();
  }

  /** What fired within the time, the latest first, ended or not. */
  List<AlertRow> since(String system, Instant since, @Nullable Instant until) {
    return Stream.concat(
            alerts.active(system).stream(), alerts.recent(system, WITHIN_A_DAY).stream())
        .filter(alert -> fired(alert, since, until))
        .map(alert -> row(alert, ""))
        .toList();
  }

  private static boolean fired(Alert alert, Instant since, @Nullable Instant until) {
    Instant fired = alert.times().firingAt();
    Instant ended = alert.times().endedAt();
    return fired != null
        && (until == null || !fired.isAfter(until))
        && (ended == null || !ended.isBefore(since));
  }

  List<AlertRow> of(String system, String component) {
    return alerts.active(system).stream()
        .filter(alert -> component.equals(alert.identity().component()))
        .map(alert -> row(alert, ""))
        .toList();
  }

  /** By id; null when there is none. */
  @Nullable AlertRow row(String id) {
    Alert alert = alerts.find(id);
    return alert == null ? null : row(alert, "");
  }

  AlertRow row(Alert alert) {
    return row(alert, "");
  }

  private AlertRow row(Alert alert, String place) {
    return row(alert, place, 0);
  }

  private AlertRow row(Alert alert, String place, long flaps) {
    Alert.Acknowledged by = alert.acknowledged();
    return new AlertRow(
        alert.id(),
        alert.identity().system(),
        component(alert.identity()),
        alert.identity().rule(),
        alert.said().severity().key(),
        state(alert.phase()),
        since(alert),
        alert.said().value(),
        alert.said().annotations().getOrDefault("summary", ""),
        OutsideAlert.isOutside(alert.identity().ruleKey()) ? AlertRow.OUTSIDE : place,
        by == null ? null : new AlertRow.Acknowledgement(by.by(), by.at()),
        flaps,
        alert.identity().labels().toMap());
  }

  /** A component that the manual does not know is none: the alert concerns the whole system. */
  private @Nullable String component(Alert.Identity identity) {
    String name = identity.component();
    Inventory inventory = components.systems().get(identity.system());
    return name != null && inventory != null && inventory.component(name) != null ? name : null;
  }

  /** What fires and belongs to no single component. */
  List<AlertRow> atLarge(Scope scope) {
    return alerts.active(null).stream()
        .filter(Alert::isFiring)
        .filter(alert -> scope.sees(alert.identity().system()))
        .filter(alert -> component(alert.identity()) == null)
        .map(alert -> row(alert, ""))
        .toList();
  }

  private static AlertRow.State state(Alert.Phase phase) {
    return switch (phase) {
      case PENDING -> AlertRow.State.PENDING;
      case FIRING -> AlertRow.State.FIRING;
      case UNKNOWN -> AlertRow.State.UNKNOWN;
      case RESOLVED, INACTIVE -> AlertRow.State.RESOLVED;
    };
  }

  private static Instant since(Alert alert) {
    Alert.Times times = alert.times();
    Instant began = times.activeAt();
    return switch (alert.phase()) {
      case PENDING -> began;
      case FIRING -> Objects.requireNonNullElse(times.firingAt(), began);
      case UNKNOWN -> Objects.requireNonNullElse(times.unknownSince(), began);
      case RESOLVED, INACTIVE -> Objects.requireNonNullElse(times.endedAt(), began);
    };
  }

  @Override
  public @Nullable AlertDetail get(String id) {
    Alerts.AlertView view = alerts.view(id);
    if (view == null) {
      return null;
    }
    Alert alert = view.alert();
    Rule.Alerting rule = view.rule();
    Incident incident = incidents.ofAlert(id);
    boolean pending = alert.phase() == Alert.Phase.PENDING;
    Duration hold = rule == null ? Duration.ZERO : rule.timing().hold();
    return new AlertDetail(
        row(
            alert,
            rule == null ? "" : rule.place().toString(),
            routes.flapping().getOrDefault(id, 0L)),
        rule == null ? "" : rule.key(),
        rule == null ? "" : rule.expression().text(),
        hold,
        pending ? alert.times().activeAt().plus(hold) : null,
        new AlertDetail.Texts(
            alert.said().annotations().getOrDefault("description", ""),
            alert.said().annotations().getOrDefault("action", "")),
        routes.telling(alert),
        incident == null ? null : IncidentRoom.plain(incidents, incident),
        runbooks.suggested(
            alert.identity().system(), List.of(alert.identity().rule()), told(alert)),
        runs.rows(
            RunFilter.newest(20)
                .system(alert.identity().system())
                .triggerKey(alert.identity().fingerprint())),
        view.events());
  }

  /** What is known of an alert in words: its texts, and what its component's probes saw. */
  private String told(Alert alert) {
    List<String> all = new ArrayList<>(alert.said().annotations().values());
    String component = component(alert.identity());
    if (component != null) {
      all.add(seen(alert.identity().system(), component));
    }
    return String.join("\n", all);
  }

  /** What a component's probes saw that are not OK. */
  String seen(String system, String component) {
    ComponentView view = components.of(system, component);
    return view == null
        ? ""
        : view.probes().stream()
            .filter(probe -> probe.status() != Status.OK)
            .map(ProbeView::evidence)
            .collect(Collectors.joining("\n"));
  }

  @Override
  public void acknowledge(String id, String actor) {
    alerts.acknowledge(id, actor);
  }

  @Override
  public List<SilenceRow> silences(Scope scope) {
    return silences.list(scope);
  }

  @Override
  public String silence(Silencing wish, String actor) {
    return silences.add(wish, actor);
  }

  @Override
  public List<RouteView> routes(Scope scope) {
    return routes.list(scope);
  }

  @Override
  public List<RouteView.Way> channels(Scope scope) {
    return routes.channels(scope);
  }

  @Override
  public RouteView.Answer whereTo(String system, String labels) {
    return routes.whereTo(system, labels);
  }

  @Override
  public String test(String system, String channel, String person, String actor) {
    return routes.test(system, channel, person, actor);
  }

  @Override
  public void unsilence(String id, String actor) {
    silences.end(id, actor);
  }
}
