package jigi.detect.alert;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import jigi.base.journal.EventDraft;
import jigi.base.journal.EventKind;
import jigi.base.journal.Journal;
import jigi.base.kernel.CrashPoint;
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
import jigi.detect.rule.Template;
import jigi.detect.rule.WrittenSeries;
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
  private final AlertMaker maker;
  private final OutsideAlerts outside;
  private final Map<String, Map<String, Alert>> open = new ConcurrentHashMap<>();
  private final Map<String, Alert.Identity> identities = new ConcurrentHashMap<>();
  private final Map<String, Timer> timers = new ConcurrentHashMap<>();
  private final Map<String, WrittenSeries> written = new ConcurrentHashMap<>();
  private volatile Map<String, Rule.Alerting> rules = Map.of();
  private volatile BiConsumer<String, Instant> evaluator = (rule, at) -> {};

  public AlertEngine(Surroundings around) {
    this.around = around;
    this.repository = new AlertRepository(around.store());
    this.maker = new AlertMaker(around.metrics(), Template.External.at(around.externalUrl()));
    repository.open().forEach(this::remember);
    this.outside = new OutsideAlerts(around.timeline(), new Open());
    outside.start();
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
    List<AlertChange> changes = new ArrayList<>();
    for (Alert alert : all()) {
      boolean loaded = systems.contains(alert.identity().system());
      Rule.Alerting rule = byKey.get(alert.identity().ruleKey());
      if (loaded && rule == null && !OutsideAlert.isOutside(alert.identity().ruleKey())) {
        changes.add(new AlertChange(alert, AlertMachine.removed(alert, at), null, "rule-removed"));
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
    List<AlertChange> changes = maker.changes(evaluation, before);
    commit(changes);
    writeSamples(rule.key(), evaluation.asked());
  }

  /**
   * Takes what another system says of its alerts. One that is there already stays as it is, and one
   * that is over without ever having been here is nothing.
   */
  public void take(String system, List<OutsideAlert> said) {
    outside.take(system, said);
  }

  /**
   * Records that a person has seen the alert.
   *
   * @throws UserError {@code no-alert} when there is none that has not ended
   */
  public Alert acknowledge(String id, String actor) {
    Alert alert = find(id);
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

  /** One that has not ended, with its present value; null when there is none of this id. */
  @Nullable Alert find(String id) {
    Alert.Identity identity = identities.get(id);
    Alert alert =
        identity == null
            ? null
            : open.getOrDefault(identity.ruleKey(), Map.of()).get(identity.fingerprint());
    return alert != null && alert.id().equals(id) ? alert : null;
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

  private void commit(List<AlertChange> changes) {
    commit(changes, null);
  }

  private void commit(List<AlertChange> changes, @Nullable Consumer<Tx> more) {
    List<AlertChange> lasting = changes.stream().filter(AlertChange::isLasting).toList();
    if (!lasting.isEmpty() || more != null) {
      around
          .store()
          .change(
              tx -> {
                lasting.forEach(change -> save(tx, change));
                if (more != null) {
                  more.accept(tx);
                }
              });
      if (lasting.stream().anyMatch(change -> change.kind() == AlertEvents.FIRING)) {
        AFTER_FIRING.pass();
      }
    }
    for (AlertChange change : changes) {
      remember(change.to());
      if (change.rule() != null) {
        arm(change.to(), change.rule());
      }
    }
  }

  private void save(Tx tx, AlertChange change) {
    repository.save(tx, change.to(), change.from() == null);
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
      identities.remove(alert.id());
      disarm(alert);
    } else {
      identities.put(alert.id(), alert.identity());
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

  /** What has not ended, for those who tell of alerts from outside. */
  private final class Open implements OutsideAlerts.Book {
    @Override
    public @Nullable Alert find(Alert.Identity identity) {
      return open.getOrDefault(identity.ruleKey(), Map.of()).get(identity.fingerprint());
    }

    @Override
    public Collection<Alert> all() {
      return AlertEngine.this.all();
    }

    @Override
    public Map<String, Instant> until() {
      return repository.until();
    }

    @Override
    public void commit(List<AlertChange> changes, @Nullable Consumer<Tx> more) {
      AlertEngine.this.commit(changes, more);
    }

    @Override
    public void until(Tx tx, Map<String, Instant> ends) {
      repository.until(tx, ends);
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

  private void writeSamples(String ruleKey, Instant at) {
    List<Point> points = new ArrayList<>();
    for (Alert alert : open.getOrDefault(ruleKey, Map.of()).values()) {
      points.addAll(AlertSamples.of(alert));
    }
    written.computeIfAbsent(ruleKey, key -> new WrittenSeries(around.metrics())).write(points, at);
  }
}
