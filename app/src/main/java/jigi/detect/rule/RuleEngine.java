package jigi.detect.rule;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import jigi.base.config.Manual;
import jigi.base.kernel.Timeline;
import jigi.base.kernel.Timer;
import jigi.base.kernel.Troubles;
import jigi.metrics.model.Labels;
import org.jspecify.annotations.Nullable;

/**
 * Evaluates rules: each group on its interval, the rules that read a series at once when it
 * changes, and a single rule at an instant that somebody names. A group is evaluated by one thread
 * at a time, its rules in order.
 */
public final class RuleEngine implements AutoCloseable {
  private final RulePart part;
  private final Timeline timeline;
  private final RuleMetrics metrics;
  private final RuleObserver observer;
  private final ExecutorService pool;
  private final Troubles troubles;
  private final Map<String, Evaluation.Outcome> outcomes = new ConcurrentHashMap<>();
  private volatile Map<String, GroupRunner> runners = Map.of();

  /**
   * @param pool bounded platform threads, because evaluation computes
   */
  public RuleEngine(
      RulePart part,
      Timeline timeline,
      RuleMetrics metrics,
      RuleObserver observer,
      ExecutorService pool,
      Troubles troubles) {
    this.part = part;
    this.timeline = timeline;
    this.metrics = metrics;
    this.observer = observer;
    this.pool = pool;
    this.troubles = troubles;
  }

  /** Swaps the rules in force. A group that did not change keeps its schedule. */
  public synchronized void activate(List<Manual> manuals) {
    Map<String, GroupRunner> next = new HashMap<>();
    Set<String> systems = new HashSet<>();
    Set<Rule.Alerting> alerting = new HashSet<>();
    List<GroupRunner> fresh = new ArrayList<>();
    for (Manual manual : manuals) {
      systems.add(manual.system());
      for (RuleGroup group : manual.part(part).groups()) {
        GroupRunner kept = runners.get(group.key());
        GroupRunner runner =
            kept != null && kept.group().equals(group)
                ? kept
                : new GroupRunner(group, metrics, observer, outcomes, troubles, timeline);
        next.put(group.key(), runner);
        if (runner != kept) {
          fresh.add(runner);
        }
        runner.alerting().forEach(alerting::add);
      }
    }
    List<GroupRunner> gone = new ArrayList<>(runners.values());
    gone.removeAll(next.values());
    runners = Map.copyOf(next);
    gone.forEach(this::stop);
    observer.onRules(systems, alerting);
    fresh.forEach(runner -> schedule(runner, timeline.instant()));
  }

  /**
   * Evaluates, before it returns, the rules that read any of these series, and those that read what
   * these record.
   *
   * @param changed the label sets of series that just got a sample of another meaning
   */
  public void onChange(Collection<Labels> changed) {
    Instant now = timeline.instant();
    for (GroupRunner runner : runners.values()) {
      if (runner.readsAny(changed)) {
        compute(() -> runner.evaluateReaders(changed, now));
      }
    }
  }

  /** Evaluates one rule at this instant; nothing happens when it is no longer in force. */
  public void evaluate(String ruleKey, Instant at) {
    for (GroupRunner runner : runners.values()) {
      if (runner.has(ruleKey)) {
        compute(() -> runner.evaluateRule(ruleKey, at));
      }
    }
  }

  /** How the last evaluation of a rule went, null before the first. */
  public Evaluation.@Nullable Outcome outcome(String ruleKey) {
    return outcomes.get(ruleKey);
  }

  /** The rules in force, by system, file and order of the file. */
  public List<RuleGroup> groups() {
    return runners.values().stream()
        .map(GroupRunner::group)
        .sorted(java.util.Comparator.comparing(RuleGroup::key))
        .toList();
  }

  public @Nullable Rule rule(String key) {
    return groups().stream()
        .flatMap(group -> group.rules().stream())
        .filter(rule -> rule.key().equals(key))
        .findFirst()
        .orElse(null);
  }

  @Override
  public synchronized void close() {
    runners.values().forEach(GroupRunner::cancel);
    runners = Map.of();
  }

  private void schedule(GroupRunner runner, Instant due) {
    Timer timer =
        timeline.at(due, "rules " + runner.group().key(), () -> evaluateGroup(runner, due));
    runner.waitFor(timer);
  }

  private void evaluateGroup(GroupRunner runner, Instant due) {
    if (runners.get(runner.group().key()) != runner) {
      return;
    }
    try {
      compute(() -> runner.evaluateAll(due));
    } finally {
      scheduleNext(runner, due);
    }
  }

  private void scheduleNext(GroupRunner runner, Instant due) {
    Duration interval = runner.group().schedule().interval();
    Instant next = due.plus(interval);
    Instant now = timeline.instant();
    String trouble = "rules.late:" + runner.group().key();
    if (now.isAfter(next)) {
      long missed = Duration.between(due, now).dividedBy(interval);
      next = due.plus(interval.multipliedBy(missed + 1));
      troubles.raise(
          new Troubles.Trouble(
              trouble,
              "rules-late",
              Map.of("group", runner.group().name(), "missed", String.valueOf(missed))));
    } else {
      troubles.clear(trouble);
    }
    schedule(runner, next);
  }

  private void stop(GroupRunner runner) {
    runner.cancel();
    for (Rule rule : runner.group().rules()) {
      outcomes.remove(rule.key());
      troubles.clear(GroupRunner.trouble(rule));
    }
    troubles.clear("rules.late:" + runner.group().key());
    compute(() -> runner.endSeries(timeline.instant()));
  }

  /** Runs on the pool and waits: the caller is a virtual thread, which may wait but not compute. */
  private void compute(Runnable work) {
    try {
      pool.submit(work).get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException e) {
      throw new IllegalStateException("a rule group could not be evaluated", e.getCause());
    }
  }
}
