package jigi.present.api.prometheus;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import jigi.detect.alert.Alert;
import jigi.detect.alert.Alerts.RuleView;
import jigi.detect.rule.Evaluation;
import jigi.detect.rule.Rule;
import jigi.detect.rule.RuleGroup;
import jigi.detect.rule.Template;
import jigi.metrics.promql.PromQl;
import jigi.present.api.http.Reply;
import org.jspecify.annotations.Nullable;

/** Rules and alerts in Prometheus's shape. */
final class RulesApi {
  private final Sources.Watched watched;

  RulesApi(Sources sources) {
    this.watched = sources.watched();
  }

  /** Which rules are asked for. */
  private record Filter(
      @Nullable Boolean alerting,
      List<String> names,
      List<String> groups,
      List<String> files,
      boolean alerts) {
    static Filter of(Params params) {
      String type = params.find("type");
      Boolean alerting =
          switch (type == null ? "" : type) {
            case "" -> null;
            case "alert" -> Boolean.TRUE;
            case "record" -> Boolean.FALSE;
            default -> throw Refusal.parameter("type", "not supported value \"" + type + "\"");
          };
      return new Filter(
          alerting,
          params.all("rule_name[]"),
          params.all("rule_group[]"),
          params.all("file[]"),
          !"true".equals(params.find("exclude_alerts")));
    }

    boolean wants(RuleView view) {
      return (alerting == null || alerting == view.rule() instanceof Rule.Alerting)
          && (names.isEmpty() || names.contains(view.rule().name()))
          && (groups.isEmpty() || groups.contains(view.group().name()))
          && (files.isEmpty() || files.contains(file(view.group())));
    }
  }

  Reply rules(Params params) {
    Filter filter = Filter.of(params);
    Map<RuleGroup, List<RuleView>> groups = new LinkedHashMap<>();
    for (RuleView view : watched.rules().get()) {
      if (params.sees(view.group().system()) && filter.wants(view)) {
        groups.computeIfAbsent(view.group(), group -> new ArrayList<>()).add(view);
      }
    }
    List<Map<String, Object>> all = new ArrayList<>();
    groups.forEach((group, views) -> all.add(group(group, views, filter.alerts())));
    return Results.of(Map.of("groups", all));
  }

  Reply alerts(Params params) {
    List<Map<String, Object>> all =
        watched.alerts().get().stream()
            .filter(alert -> params.sees(alert.identity().system()))
            .map(RulesApi::alert)
            .toList();
    return Results.of(Map.of("alerts", all));
  }

  Reply alertmanagers(Params params) {
    return Results.of(Map.of("activeAlertmanagers", List.of(), "droppedAlertmanagers", List.of()));
  }

  /** Two systems may have files of the same name. */
  private static String file(RuleGroup group) {
    return group.system() + "/" + group.file();
  }

  private static Map<String, Object> group(
      RuleGroup group, List<RuleView> views, boolean withAlerts) {
    Duration took = Duration.ZERO;
    Instant last = null;
    List<Map<String, Object>> rules = new ArrayList<>();
    for (RuleView view : views) {
      rules.add(rule(view, withAlerts));
      Evaluation.Outcome outcome = view.lastEvaluation();
      if (outcome != null) {
        took = took.plus(outcome.took());
        last = last == null || outcome.at().isAfter(last) ? outcome.at() : last;
      }
    }
    Map<String, Object> map = new TreeMap<>();
    map.put("name", group.name());
    map.put("file", file(group));
    map.put("interval", Times.seconds(group.schedule().interval()));
    map.put("limit", group.limit());
    map.put("rules", rules);
    map.put("evaluationTime", Times.seconds(took));
    map.put("lastEvaluation", last == null ? Times.NEVER : Times.text(last));
    return map;
  }

  private static Map<String, Object> rule(RuleView view, boolean withAlerts) {
    Rule rule = view.rule();
    Evaluation.Outcome outcome = view.lastEvaluation();
    Map<String, Object> map = new TreeMap<>();
    map.put("name", rule.name());
    map.put("query", PromQl.parse(rule.expression().text()).toString());
    map.put("health", outcome == null ? "unknown" : outcome.error() == null ? "ok" : "err");
    if (outcome != null && outcome.error() != null) {
      map.put("lastError", outcome.error());
    }
    map.put("evaluationTime", outcome == null ? 0 : Times.seconds(outcome.took()));
    map.put("lastEvaluation", outcome == null ? Times.NEVER : Times.text(outcome.at()));
    switch (rule) {
      case Rule.Recording recording -> {
        map.put("type", "recording");
        map.put("labels", recording.labels());
      }
      case Rule.Alerting alerting -> {
        map.put("type", "alerting");
        map.put("duration", Times.seconds(alerting.timing().hold()));
        map.put("keepFiringFor", Times.seconds(alerting.timing().keepFiring()));
        map.put("labels", texts(alerting.texts().labels()));
        map.put("annotations", texts(alerting.texts().annotations()));
        map.put("state", state(view.alerts()));
        map.put(
            "alerts",
            withAlerts ? view.alerts().stream().map(RulesApi::alert).toList() : List.of());
      }
    }
    return map;
  }

  private static Map<String, String> texts(Map<String, Template> templates) {
    Map<String, String> texts = new TreeMap<>();
    templates.forEach((name, template) -> texts.put(name, template.text()));
    return texts;
  }

  private static String state(List<Alert> alerts) {
    if (alerts.stream().anyMatch(Alert::isFiring)) {
      return "firing";
    }
    return alerts.isEmpty() ? "inactive" : "pending";
  }

  private static Map<String, Object> alert(Alert alert) {
    Map<String, Object> map = new TreeMap<>();
    map.put("labels", alert.identity().labels().toMap());
    map.put("annotations", alert.said().annotations());
    map.put("state", alert.isFiring() ? "firing" : "pending");
    map.put("activeAt", Times.text(alert.times().activeAt()));
    Instant keep = alert.times().keepSince();
    if (keep != null) {
      map.put("keepFiringSince", Times.text(keep));
    }
    map.put("value", Numbers.exponent(alert.said().value()));
    return map;
  }
}
