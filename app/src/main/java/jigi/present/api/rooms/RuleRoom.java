package jigi.present.api.rooms;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import jigi.detect.alert.Alert;
import jigi.detect.alert.Alerts;
import jigi.detect.rule.Rule;
import jigi.operate.notify.NotifySettings;
import jigi.operate.notify.Route;
import jigi.present.api.view.AlertRow;
import jigi.present.api.view.Desk;
import jigi.present.api.view.RuleDetail;
import jigi.present.api.view.RuleRow;
import jigi.present.api.view.RunbookRow;
import jigi.present.api.view.Scope;
import org.jspecify.annotations.Nullable;

/** The rules in force, with what they led to. */
final class RuleRoom implements Desk.Rules {
  private static final int RECENT = 30;

  private final Alerts alerts;
  private final AlertRoom rows;
  private final RunbookRoom runbooks;
  private final Function<String, @Nullable NotifySettings> settings;
  private final Replays replays;
  private final FigureRoom figures;

  RuleRoom(
      Alerts alerts,
      AlertRoom rows,
      RunbookRoom runbooks,
      Function<String, @Nullable NotifySettings> settings,
      Replays replays,
      FigureRoom figures) {
    this.alerts = alerts;
    this.rows = rows;
    this.runbooks = runbooks;
    this.settings = settings;
    this.replays = replays;
    this.figures = figures;
  }

  @Override
  public List<RuleRow> list(Scope scope) {
    return alerts.rules(null).stream()
        .filter(view -> scope.sees(view.group().system()))
        .map(RuleRoom::row)
        .toList();
  }

  private static RuleRow row(Alerts.RuleView view) {
    Rule rule = view.rule();
    var outcome = view.lastEvaluation();
    String error = outcome == null ? null : outcome.error();
    boolean alerting = rule instanceof Rule.Alerting;
    return new RuleRow(
        rule.key(),
        view.group().system(),
        view.group().name(),
        rule.name(),
        alerting,
        rule.expression().text(),
        rule instanceof Rule.Alerting one ? one.timing().hold() : java.time.Duration.ZERO,
        rule instanceof Rule.Alerting one ? one.severity().key() : "",
        alerting ? state(view.alerts()) : error == null ? "ok" : "error",
        rule.place().toString(),
        outcome == null ? null : outcome.at(),
        error);
  }

  private static String state(List<Alert> active) {
    return Stream.of(Alert.Phase.FIRING, Alert.Phase.UNKNOWN, Alert.Phase.PENDING)
        .filter(phase -> active.stream().anyMatch(alert -> alert.phase() == phase))
        .findFirst()
        .orElse(Alert.Phase.INACTIVE)
        .key();
  }

  @Override
  public @Nullable RuleDetail get(String key, boolean replay) {
    Alerts.RuleView view =
        alerts.rules(null).stream()
            .filter(one -> one.rule().key().equals(key))
            .findFirst()
            .orElse(null);
    if (view == null) {
      return null;
    }
    RuleRow row = row(view);
    return new RuleDetail(
        row,
        view.group().schedule().interval(),
        annotations(view.rule()),
        history(view, key),
        row.alerting() ? runbooks.answering(row.system(), row.name()) : List.<RunbookRow>of(),
        route(view.rule(), row.system()),
        replay && view.rule() instanceof Rule.Alerting rule
            ? replays.of(rule, view.group().schedule().interval())
            : null,
        row.alerting() ? figures.compared(row.name(), view.rule().expression().expr()) : null);
  }

  /** Those of now first; the same alert stands once. */
  private List<AlertRow> history(Alerts.RuleView view, String key) {
    Map<String, AlertRow> all = new LinkedHashMap<>();
    Stream.concat(view.alerts().stream(), alerts.history(key, RECENT).stream())
        .forEach(alert -> all.putIfAbsent(alert.id(), rows.row(alert)));
    return List.copyOf(all.values());
  }

  private static Map<String, String> annotations(Rule rule) {
    Map<String, String> texts = new LinkedHashMap<>();
    if (rule instanceof Rule.Alerting alerting) {
      alerting.texts().annotations().forEach((name, text) -> texts.put(name, text.text()));
    }
    return texts;
  }

  private RuleDetail.@Nullable Route route(Rule rule, String system) {
    NotifySettings found = settings.apply(system);
    Route route =
        found != null && rule instanceof Rule.Alerting alerting
            ? found.route(rule.name(), alerting.severity())
            : null;
    if (route == null) {
      return null;
    }
    return new RuleDetail.Route(
        route.to().stream().map(found::title).toList(),
        route.by(),
        route.steps().stream()
            .map(
                step ->
                    new RuleDetail.Route.Step(
                        step.after(), step.to().stream().map(found::title).toList()))
            .toList());
  }
}
