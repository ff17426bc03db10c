package jigi.detect.alert;

import java.util.Comparator;
import java.util.List;
import jigi.base.journal.Event;
import jigi.base.journal.EventQuery;
import jigi.base.journal.Journal;
import jigi.detect.rule.Evaluation;
import jigi.detect.rule.Rule;
import jigi.detect.rule.RuleEngine;
import jigi.detect.rule.RuleGroup;
import org.jspecify.annotations.Nullable;

/** Alerts and rules, as pages and the API show them. */
public final class Alerts {
  private static final Comparator<Alert> WORST_FIRST =
      Comparator.comparing((Alert alert) -> alert.isFiring() ? 0 : 1)
          .thenComparing(alert -> alert.said().severity(), Comparator.reverseOrder())
          .thenComparing(alert -> alert.times().activeAt())
          .thenComparing(Alert::id);

  private final AlertEngine engine;
  private final RuleEngine rules;
  private final Journal journal;

  public Alerts(AlertEngine engine, RuleEngine rules, Journal journal) {
    this.engine = engine;
    this.rules = rules;
    this.journal = journal;
  }

  /**
   * One alert with what it comes from.
   *
   * @param rule null when the rule is no longer in the manual
   * @param events of this alert, latest first
   */
  public record AlertView(
      Alert alert,
      Rule.@Nullable Alerting rule,
      Evaluation.@Nullable Outcome lastEvaluation,
      List<Event> events) {}

  /** A rule, how its last evaluation went, and its alerts that have not ended. */
  public record RuleView(
      RuleGroup group,
      Rule rule,
      Evaluation.@Nullable Outcome lastEvaluation,
      List<Alert> alerts) {}

  /** Pending, firing and held alerts, the worst first; of all systems when none is named. */
  public List<Alert> active(@Nullable String system) {
    return engine.all().stream()
        .filter(alert -> system == null || alert.identity().system().equals(system))
        .sorted(WORST_FIRST)
        .toList();
  }

  /**
   * Records that a person has seen the alert.
   *
   * @param actor {@code user:kim}
   * @throws jigi.base.kernel.UserError {@code no-alert} when there is none that has not ended
   */
  public Alert acknowledge(String id, String actor) {
    return engine.acknowledge(id, actor);
  }

  /** Takes what another system says of its alerts. */
  public void take(String system, List<OutsideAlert> said) {
    engine.take(system, said);
  }

  /** Alerts that fired and ended, latest first. */
  public List<Alert> recent(@Nullable String system, int limit) {
    return engine.repository().resolved(system, limit);
  }

  /** The alert with this id, active or not; null when there never was one. */
  public @Nullable Alert find(String id) {
    Alert open = engine.find(id);
    return open != null ? open : engine.repository().find(id);
  }

  /** Null when there never was an alert with this id. */
  public @Nullable AlertView view(String id) {
    Alert alert = find(id);
    if (alert == null) {
      return null;
    }
    String key = alert.identity().ruleKey();
    return new AlertView(
        alert,
        rules.rule(key) instanceof Rule.Alerting alerting ? alerting : null,
        rules.outcome(key),
        events(alert));
  }

  /** The rules in force; of all systems when none is named. */
  public List<RuleView> rules(@Nullable String system) {
    return rules.groups().stream()
        .filter(group -> system == null || group.system().equals(system))
        .flatMap(group -> group.rules().stream().map(rule -> view(group, rule)))
        .toList();
  }

  /** The alerts of a rule that fired, latest first, those still firing among them. */
  public List<Alert> history(String ruleKey, int limit) {
    return engine.repository().ofRule(ruleKey, limit);
  }

  private RuleView view(RuleGroup group, Rule rule) {
    List<Alert> alerts =
        active(group.system()).stream()
            .filter(alert -> alert.identity().ruleKey().equals(rule.key()))
            .toList();
    return new RuleView(group, rule, rules.outcome(rule.key()), alerts);
  }

  private List<Event> events(Alert alert) {
    EventQuery query = new EventQuery(alert.identity().system(), null, null, "alert.", null, 1000);
    return journal.find(query).stream()
        .filter(event -> alert.id().equals(event.what().args().get("id")))
        .toList();
  }
}
