package jigi.detect.metric;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.stream.Collectors;
import jigi.base.config.Manual;
import jigi.base.kernel.Nearest;
import jigi.base.kernel.Status;
import jigi.base.kernel.Timeline;
import jigi.base.kernel.UserError;
import jigi.detect.probe.ProbeKey;
import jigi.detect.probe.ProbeResult;
import jigi.detect.probe.ProbeScheduler;
import jigi.detect.probe.ProbeView;
import jigi.detect.probe.Sample;
import jigi.metrics.model.Labels;
import org.jspecify.annotations.Nullable;

/** Evaluates the conditions of all systems. */
public final class Conditions implements StateMetrics {
  private final Timeline timeline;
  private final ProbeScheduler probes;
  private final ConditionEvaluator evaluator;
  private final ConditionPart part;
  private volatile Map<String, ManualConditions> systems = Map.of();
  private volatile ScrapedTargets scraped = (system, since) -> {};

  /**
   * What a condition came to.
   *
   * @param status OK, FAIL or UNKNOWN
   * @param evidence names the series and its value
   */
  public record Verdict(Condition condition, Status status, String evidence) {}

  public Conditions(Timeline timeline, Metrics metrics, ProbeScheduler probes, ConditionPart part) {
    this.timeline = timeline;
    this.probes = probes;
    this.evaluator = new ConditionEvaluator(metrics);
    this.part = part;
  }

  /** Has targets scraped whenever a condition over them must be fresh. */
  public void use(ScrapedTargets targets) {
    scraped = targets;
  }

  public void activate(List<Manual> manuals) {
    Map<String, ManualConditions> next = new LinkedHashMap<>();
    manuals.forEach(manual -> next.put(manual.system(), manual.part(part)));
    systems = next;
  }

  /** All conditions of a system, evaluated now, in the order of the manual. */
  public List<Verdict> all(String system) throws InterruptedException {
    ManualConditions manual = systems.get(system);
    List<Verdict> verdicts = new ArrayList<>();
    if (manual != null) {
      for (Condition condition : manual.conditions().values()) {
        verdicts.add(evaluate(manual, condition));
      }
    }
    return verdicts;
  }

  /**
   * Evaluates over what is known.
   *
   * @throws UserError {@code unknown-condition}
   */
  public Verdict now(String system, String name) throws InterruptedException {
    return evaluate(manual(system), condition(system, name));
  }

  /**
   * Evaluates over executions that began after {@code since}: every probe that the condition reads
   * is run unless it has run since.
   *
   * @throws UserError {@code unknown-condition}
   */
  public Verdict fresh(String system, String name, Instant since) throws InterruptedException {
    Condition condition = condition(system, name);
    ManualConditions manual = manual(system);
    run(manual.producers().reads(condition.expr()), since);
    if (manual.producers().readsScraped(condition.expr())) {
      scraped.fresh(system, since);
    }
    return evaluate(manual, condition);
  }

  /** A step acted on what the condition reads: its probes' targets may be starting since then. */
  public void acted(String system, String name, Instant at) {
    Condition condition = condition(system, name);
    manual(system).producers().reads(condition.expr()).forEach(key -> probes.acted(key, at));
  }

  /** {@code jigi_condition}: 1 holds, 0 does not, absent is not known. */
  @Override
  public List<Sample> samples() throws InterruptedException {
    List<Sample> samples = new ArrayList<>();
    for (String system : systems.keySet()) {
      for (Verdict verdict : all(system)) {
        if (verdict.status() != Status.UNKNOWN) {
          double value = verdict.status() == Status.OK ? 1 : 0;
          samples.add(new Sample(series(verdict.condition()), value, null));
        }
      }
    }
    return samples;
  }

  /** The conditions that read the probe, evaluated now. */
  List<Verdict> fedBy(ProbeKey key) throws InterruptedException {
    ManualConditions manual = systems.get(key.system());
    List<Verdict> verdicts = new ArrayList<>();
    if (manual != null) {
      for (Condition condition : manual.conditions().values()) {
        if (manual.producers().reads(condition.expr()).contains(key)) {
          verdicts.add(evaluate(manual, condition));
        }
      }
    }
    return verdicts;
  }

  static Labels series(Condition condition) {
    return Labels.of(
        Labels.METRIC_NAME,
        "jigi_condition",
        "system",
        condition.system(),
        "name",
        condition.name());
  }

  /** A probe that cannot measure makes what it feeds UNKNOWN, even if another one feeds it too. */
  private Verdict evaluate(ManualConditions manual, Condition condition)
      throws InterruptedException {
    Verdict verdict = evaluator.evaluate(condition, timeline.instant());
    if (verdict.status() == Status.OK && ConditionEvaluator.isPerSeries(condition)) {
      for (ProbeKey key : manual.producers().reads(condition.expr())) {
        ProbeView view = probes.view(key);
        if (view != null && view.status() == Status.UNKNOWN) {
          return new Verdict(
              condition, Status.UNKNOWN, "probe " + key + " is UNKNOWN: " + view.evidence());
        }
      }
    }
    return verdict;
  }

  private void run(Set<ProbeKey> keys, Instant since) throws InterruptedException {
    List<FutureTask<ProbeResult>> running = new ArrayList<>();
    for (ProbeKey key : keys) {
      FutureTask<ProbeResult> task = new FutureTask<>(() -> probes.fresh(key, since));
      Thread.ofVirtual().name("fresh " + key).start(task);
      running.add(task);
    }
    for (FutureTask<ProbeResult> task : running) {
      try {
        task.get();
      } catch (ExecutionException e) {
        if (e.getCause() instanceof RuntimeException cause) {
          throw cause;
        }
        throw new IllegalStateException("a probe could not be run", e.getCause());
      }
    }
  }

  private ManualConditions manual(String system) {
    ManualConditions manual = systems.get(system);
    if (manual == null) {
      throw new UserError(
          "unknown-system",
          "no manual of such a system is loaded ('" + system + "')",
          Nearest.hint(system, systems.keySet()));
    }
    return manual;
  }

  private Condition condition(String system, String name) {
    Map<String, Condition> conditions = manual(system).conditions();
    @Nullable Condition condition = conditions.get(name);
    if (condition == null) {
      throw new UserError(
          "unknown-condition",
          "the system " + system + " has no such condition ('" + name + "')",
          Nearest.hint(name, conditions.keySet()));
    }
    return condition;
  }

  /** All conditions of a system without asking them, in the order of the manual. */
  public List<Condition> written(String system) {
    ManualConditions manual = systems.get(system);
    return manual == null ? List.of() : List.copyOf(manual.conditions().values());
  }

  /** Names of all conditions of a system. */
  public Set<String> names(String system) {
    ManualConditions manual = systems.get(system);
    return manual == null
        ? Set.of()
        : manual.conditions().keySet().stream().collect(Collectors.toUnmodifiableSet());
  }
}
