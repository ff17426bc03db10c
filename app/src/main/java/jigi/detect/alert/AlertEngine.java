package jigi.detect.alert;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;
import jigi.base.journal.EventDraft;
import jigi.base.journal.EventKind;
import jigi.base.journal.Journal;
import jigi.base.kernel.CrashPoint;
import jigi.base.kernel.Hash;
import jigi.base.kernel.Ids;
import jigi.base.kernel.Json;
import jigi.base.kernel.Timeline;
import jigi.base.kernel.Timer;
import jigi.base.kernel.UserError;
import jigi.base.store.Store;
import jigi.base.store.Tx;
import jigi.detect.alert.Alert.Phase;
import jigi.detect.rule.Evaluation;
import jigi.detect.rule.Rule;
import jigi.detect.rule.RuleMetrics;
import jigi.detect.rule.RuleMetrics.Point;
import jigi.detect.rule.RuleObserver;
import jigi.detect.rule.Severity;
import jigi.detect.rule.Template;
import jigi.detect.rule.WrittenSeries;
import jigi.metrics.model.Labels;
import org.jspecify.annotations.Nullable;

/**
 * Turns evaluations into alerts. A change of an alert and its event are one transaction; what is
 * kept in memory follows the commit, so a process that dies goes on from what the store says.
 */
public final class AlertEngine implements RuleObserver {
  private static final CrashPoint AFTER_FIRING = CrashPoint.named("alert.fired");
  private static final Duration PUNCTUAL = Duration.ofSeconds(1);

  /** What the engine works with. */
  public record Surroundings(
      Store store, Journal journal, Timeline timeline, RuleMetrics metrics, String externalUrl) {}

  private final Surroundings around;
  private final AlertRepository repository;
  private final Map<String, Map<String, Alert>> open = new ConcurrentHashMap<>();
  private final Map<String, Timer> timers = new ConcurrentHashMap<>();
  private final Map<String, WrittenSeries> written = new ConcurrentHashMap<>();
  private volatile Map<String, Rule.Alerting> rules = Map.of();
  private volatile BiConsumer<String, Instant> evaluator = (rule, at) -> {};

  public AlertEngine(Surroundings around) {
    this.around = around;
    this.repository = new AlertRepository(around.store());
    repository.open().forEach(this::remember);
  }

  /**
   * Names who evaluates a rule at an instant; to be called before rules are activated.
   *
   * @param evaluate takes a rule's key and the instant
   */
  public void evaluateBy(BiConsumer<String, Instant> evaluate) {
    this.evaluator = evaluate;
  }

  @Override
  public void onRules(Set<String> systems, Set<Rule.Alerting> now) {
    Map<String, Rule.Alerting> byKey = new HashMap<>();
    now.forEach(rule -> byKey.put(rule.key(), rule));
    rules = Map.copyOf(byKey);
    Instant at = around.timeline().instant();
    List<Change> changes = new ArrayList<>();
    for (Alert alert : all()) {
      boolean loaded = systems.contains(alert.identity().system());
      Rule.Alerting rule = byKey.get(alert.identity().ruleKey());
      if (loaded && rule == null && !OutsideAlert.isOutside(alert.identity().ruleKey())) {
        changes.add(new Change(alert, AlertMachine.removed(alert, at), null, "rule-removed"));
      } else if (rule != null) {
        arm(alert, rule);
      }
    }
    commit(changes);
    for (Map.Entry<String, WrittenSeries> series : written.entrySet()) {
      if (!byKey.containsKey(series.getKey())) {
        series.getValue().write(List.of(), at);
      }
    }
    written.keySet().retainAll(byKey.keySet());
  }

  @Override
  public void onEvaluated(Evaluation evaluation) {
    Rule.Alerting rule = evaluation.rule();
    Map<String, Alert> before = Map.copyOf(open.getOrDefault(rule.key(), Map.of()));
    Set<String> seen = new HashSet<>();
    List<Change> changes = new ArrayList<>();
    for (Point point : evaluation.active()) {
      Alert.Identity identity = identity(evaluation, point);
      if (isOnlyMissingData(point, before) || !seen.add(identity.fingerprint())) {
        continue;
      }
      Alert known = before.get(identity.fingerprint());
      Alert.Said said = said(evaluation, identity, point);
      Alert next =
          known == null
              ? AlertMachine.begin(
                  pending(identity, said, evaluation.at()), rule.timing(), evaluation.at())
              : AlertMachine.active(known.saying(said), rule.timing(), evaluation.at());
      changes.add(new Change(known, next, rule, null));
    }
    for (Alert known : before.values()) {
      if (!seen.contains(known.identity().fingerprint())) {
        changes.add(absent(evaluation, known));
      }
    }
    commit(changes);
    writeSamples(rule.key(), evaluation.at());
  }

  /**
   * Takes what another system says of its alerts. One that is there already stays as it is, and one
   * that is over without ever having been here is nothing.
   */
  public synchronized void take(String system, List<OutsideAlert> said) {
    Instant at = around.timeline().instant();
    Map<String, Change> changes = new LinkedHashMap<>();
    for (OutsideAlert one : said) {
      Alert.Identity identity = one.identity(system);
      Alert known = open.getOrDefault(identity.ruleKey(), Map.of()).get(identity.fingerprint());
      if (one.firing() && known == null) {
        Alert begun = pending(identity, one.said(), one.since().isAfter(at) ? at : one.since());
        changes.put(
            identity.fingerprint(), new Change(null, AlertMachine.fire(begun, at), null, null));
      } else if (one.firing() && known != null) {
        changes.put(
            identity.fingerprint(), new Change(known, known.saying(one.said()), null, null));
      } else if (known != null) {
        changes.put(
            identity.fingerprint(),
            new Change(known, AlertMachine.removed(known, at), null, "recovered"));
      }
    }
    commit(List.copyOf(changes.values()));
  }

  /**
   * Records that a person has seen the alert.
   *
   * @throws UserError {@code no-alert} when there is none that has not ended
   */
  public Alert acknowledge(String id, String actor) {
    Alert alert = all().stream().filter(a -> a.id().equals(id)).findFirst().orElse(null);
    if (alert == null) {
      throw new UserError(
          "no-alert", "no alert is open with this id (" + id + ")", "list them with 'jigi alerts'");
    }
    if (alert.acknowledged() != null) {
      return alert;
    }
    Alert.Acknowledged by = new Alert.Acknowledged(around.timeline().instant(), actor);
    around
        .store()
        .change(
            tx -> {
              repository.acknowledge(tx, id, by);
              Rule.Alerting rule = rules.get(alert.identity().ruleKey());
              around
                  .journal()
                  .append(
                      tx, AlertEvents.draft(AlertEvents.ACKNOWLEDGED, alert, rule).actor(actor));
            });
    Map<String, Alert> ofRule = open.get(alert.identity().ruleKey());
    if (ofRule != null) {
      ofRule.computeIfPresent(
          alert.identity().fingerprint(),
          (key, now) -> now.id().equals(id) ? now.acknowledgedBy(by) : now);
    }
    return alert.acknowledgedBy(by);
  }

  /** The alerts that have not ended, with their present values. */
  Collection<Alert> all() {
    List<Alert> all = new ArrayList<>();
    open.values().forEach(alerts -> all.addAll(alerts.values()));
    return all;
  }

  AlertRepository repository() {
    return repository;
  }

  /** A step of an alert; {@code from} is null for a new one. */
  private record Change(
      @Nullable Alert from, Alert to, Rule.@Nullable Alerting rule, @Nullable String reason) {
    /** What must survive a restart changed, not only the value and the texts. */
    boolean isLasting() {
      return from == null
          || from.phase() != to.phase()
          || !java.util.Objects.equals(from.times().keepSince(), to.times().keepSince());
    }

    @Nullable EventKind kind() {
      Phase before = from == null ? Phase.INACTIVE : from.phase();
      if (before == to.phase() && from != null) {
        return null;
      }
      return switch (to.phase()) {
        case PENDING -> AlertEvents.PENDING;
        case FIRING -> before == Phase.UNKNOWN ? AlertEvents.KNOWN : AlertEvents.FIRING;
        case UNKNOWN -> AlertEvents.UNKNOWN;
        case RESOLVED -> AlertEvents.RESOLVED;
        case INACTIVE -> AlertEvents.INACTIVE;
      };
    }
  }

  private Change absent(Evaluation evaluation, Alert known) {
    boolean measured =
        evaluation.measured().isMeasured(known.identity().series(), known.times().lastActive());
    Rule.Alerting rule = evaluation.rule();
    Alert next = AlertMachine.absent(known, rule.timing(), evaluation.at(), measured);
    return new Change(known, next, rule, measured ? "recovered" : "no-data");
  }

  private void commit(List<Change> changes) {
    List<Change> lasting = changes.stream().filter(Change::isLasting).toList();
    if (!lasting.isEmpty()) {
      around.store().change(tx -> lasting.forEach(change -> save(tx, change)));
      if (lasting.stream().anyMatch(change -> change.kind() == AlertEvents.FIRING)) {
        AFTER_FIRING.pass();
      }
    }
    for (Change change : changes) {
      remember(change.to());
      if (change.rule() != null) {
        arm(change.to(), change.rule());
      }
    }
  }

  private void save(Tx tx, Change change) {
    repository.save(tx, change.to());
    EventKind kind = change.kind();
    if (kind != null) {
      EventDraft draft = AlertEvents.draft(kind, change.to(), change.rule());
      around
          .journal()
          .append(tx, change.reason() == null ? draft : draft.with("reason", change.reason()));
    }
  }

  private void remember(Alert alert) {
    String rule = alert.identity().ruleKey();
    String fingerprint = alert.identity().fingerprint();
    if (alert.phase().isEnded()) {
      Map<String, Alert> ofRule = open.get(rule);
      if (ofRule != null) {
        ofRule.remove(fingerprint);
      }
      disarm(alert);
    } else {
      // An acknowledgement may have come between the evaluation's begin and now.
      open.computeIfAbsent(rule, key -> new ConcurrentHashMap<>())
          .merge(
              fingerprint,
              alert,
              (old, now) ->
                  old.acknowledged() != null && old.id().equals(now.id())
                      ? now.acknowledgedBy(old.acknowledged())
                      : now);
    }
  }

  /** Sees to it that the rule is evaluated at the very instant at which the alert's wait ends. */
  private void arm(Alert alert, Rule.Alerting rule) {
    Instant due = due(alert, rule);
    Timer waiting = timers.get(alert.id());
    if (due == null) {
      disarm(alert);
    } else if (waiting == null || !waiting.due().equals(due)) {
      disarm(alert);
      timers.put(
          alert.id(),
          around.timeline().at(due, "alert " + rule.key(), () -> evaluateAt(alert, rule, due)));
    }
  }

  private void evaluateAt(Alert alert, Rule.Alerting rule, Instant due) {
    timers.remove(alert.id());
    Instant now = around.timeline().instant();
    boolean punctual = Duration.between(due, now).compareTo(PUNCTUAL) <= 0;
    evaluator.accept(rule.key(), punctual ? due : now);
  }

  private static @Nullable Instant due(Alert alert, Rule.Alerting rule) {
    Instant keepSince = alert.times().keepSince();
    if (alert.phase() == Phase.PENDING) {
      return alert.times().activeAt().plus(rule.timing().hold());
    }
    return alert.phase() == Phase.FIRING && keepSince != null
        ? keepSince.plus(rule.timing().keepFiring())
        : null;
  }

  private void disarm(Alert alert) {
    Timer timer = timers.remove(alert.id());
    if (timer != null) {
      timer.cancel();
    }
  }

  /** A point that only says that nothing is measured, beside alerts that say it themselves. */
  private static boolean isOnlyMissingData(Point point, Map<String, Alert> before) {
    return Double.isNaN(point.value())
        && point.labels().size() == 0
        && before.values().stream().anyMatch(alert -> alert.identity().series().size() > 0);
  }

  private Alert pending(Alert.Identity identity, Alert.Said said, Instant at) {
    return new Alert(
        Ids.next(at),
        identity,
        Phase.PENDING,
        new Alert.Times(at, null, null, null, at, null),
        said,
        null);
  }

  private Alert.Identity identity(Evaluation evaluation, Point point) {
    Rule.Alerting rule = evaluation.rule();
    Labels series = point.labels().without(Labels.METRIC_NAME);
    Template.Data data = data(evaluation, series, point.value());
    Map<String, String> labels = series.toMap();
    rule.texts().labels().forEach((name, template) -> labels.put(name, template.render(data)));
    labels.put("alertname", rule.name());
    labels.put("system", evaluation.system());
    String fingerprint = Hash.of(Json.write(new TreeMap<>(labels))).substring(0, 16);
    return new Alert.Identity(
        evaluation.system(), rule.key(), rule.name(), fingerprint, Labels.of(labels), series);
  }

  private Alert.Said said(Evaluation evaluation, Alert.Identity identity, Point point) {
    Rule.Alerting rule = evaluation.rule();
    Template.Data data = data(evaluation, identity.series(), point.value());
    Map<String, String> annotations = new TreeMap<>();
    rule.texts().annotations().forEach((name, text) -> annotations.put(name, text.render(data)));
    return new Alert.Said(
        point.value(), Severity.ofLabel(identity.labels().get("severity")), annotations);
  }

  private Template.Data data(Evaluation evaluation, Labels labels, double value) {
    TextQueries queries =
        new TextQueries(around.metrics(), evaluation.rule(), evaluation.system(), evaluation.at());
    return new Template.Data(labels.toMap(), value, around.externalUrl(), queries);
  }

  private void writeSamples(String ruleKey, Instant at) {
    List<Point> points = new ArrayList<>();
    for (Alert alert : open.getOrDefault(ruleKey, Map.of()).values()) {
      points.addAll(AlertSamples.of(alert));
    }
    written.computeIfAbsent(ruleKey, key -> new WrittenSeries(around.metrics())).write(points, at);
  }
}
