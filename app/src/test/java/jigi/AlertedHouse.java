package jigi;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import jigi.base.config.Manual;
import jigi.base.config.ManualReader;
import jigi.base.journal.SqlJournal;
import jigi.base.kernel.Language;
import jigi.base.kernel.Timeline;
import jigi.base.kernel.Troubles;
import jigi.base.manual.ManualSet;
import jigi.base.store.Stores;
import jigi.base.store.TestDatabase;
import jigi.base.store.Tx;
import jigi.detect.alert.Alert;
import jigi.detect.alert.AlertEngine;
import jigi.detect.alert.Alerts;
import jigi.detect.metric.ManualConditions;
import jigi.detect.rule.RuleEngine;
import jigi.detect.rule.RuleMetrics;
import jigi.detect.rule.StoredMetrics;
import jigi.metrics.EmbeddedMetricStore;
import jigi.metrics.MetricStore;
import jigi.metrics.model.Labels;
import jigi.metrics.model.Matcher;
import jigi.metrics.promql.Expr;
import jigi.metrics.promql.PromQl;
import jigi.metrics.promql.QueryOptions;
import jigi.operate.notify.Channel;
import jigi.operate.notify.Delivery;
import jigi.operate.notify.Foundations;
import jigi.operate.notify.IncidentLookup;
import jigi.operate.notify.NotifyEngine;
import jigi.operate.notify.NotifySettings;
import jigi.operate.runbook.OnAlert;
import jigi.operate.runbook.Runbook;
import org.jspecify.annotations.Nullable;

/**
 * A shipped manual on a standing clock: samples go in every fifteen seconds as its probes write
 * them, its rules are evaluated, and what its routes send is looked at.
 */
final class AlertedHouse implements AutoCloseable {
  private static final Instant START = Instant.parse("2026-03-02T00:00:00Z");
  private static final Duration EVERY = Duration.ofSeconds(15);

  private final Parts parts = new Parts();
  private final Timeline timeline = Timeline.standing(START);
  private final MetricStore samples = EmbeddedMetricStore.inMemory();
  private final RuleMetrics metrics = new StoredMetrics(samples, QueryOptions.DEFAULT);
  private final ExecutorService pool = Executors.newSingleThreadExecutor();
  private final Map<Labels, Series> series = new LinkedHashMap<>();
  private final Manual manual;
  private final Stores stores;
  private final SqlJournal journal;
  private final RuleEngine rules;
  private final Alerts alerts;
  private final NotifyEngine notify;

  private static final class Series {
    double value;
    double perSecond;
  }

  /**
   * @param change what a user of the manual fills in, written into its jigi.yaml: text by text
   */
  AlertedHouse(Path folder, String name, Map<String, String> change) throws IOException {
    Path copy = folder.resolve(name);
    Path shipped = jigi.testing.Component.root().resolve("manuals").resolve(name);
    try (Stream<Path> files = Files.walk(shipped)) {
      for (Path each : files.filter(Files::isRegularFile).toList()) {
        Path to = copy.resolve(shipped.relativize(each).toString());
        Files.createDirectories(to.getParent());
        Files.copy(each, to);
      }
    }
    Path written = copy.resolve("jigi.yaml");
    String text = Files.readString(written);
    for (Map.Entry<String, String> each : change.entrySet()) {
      assertThat(text).contains(each.getKey());
      text = text.replace(each.getKey(), each.getValue());
    }
    Files.writeString(written, text);
    ManualSet set =
        ManualSet.read(List.of(copy), false, new ManualReader(parts.all(), variable -> null));
    assertThat(set.hasErrors()).as("" + set.problems()).isFalse();
    manual = set.manuals().getFirst();
    stores =
        TestDatabase.SQLITE.open(Files.createDirectory(folder.resolve("data")), new Troubles());
    journal = new SqlJournal(stores.store(), timeline, new Troubles(), stores.node());
    AlertEngine engine =
        new AlertEngine(
            new AlertEngine.Surroundings(
                stores.store(), journal, timeline, metrics, "http://127.0.0.1:7070"));
    rules = new RuleEngine(parts.rules, timeline, metrics, engine, pool, new Troubles());
    alerts = new Alerts(engine, rules, journal);
    engine.evaluateBy(rules::evaluate);
    notify =
        new NotifyEngine(
            new NotifyEngine.Surroundings(
                stores.store(),
                journal,
                timeline,
                new NoIncidents(),
                parts.notify,
                Foundations.none()),
            one -> new NotifyEngine.System(name, ZoneId.of("Asia/Seoul"), Language.KO));
    timeline.settleBy(journal::settle);
    notify.activate(List.of(manual));
    notify.start((tx, request) -> {});
    journal.start();
    timeline.at(START, "probes", this::probe);
    rules.activate(List.of(manual));
  }

  private void probe() {
    List<RuleMetrics.Point> points = new ArrayList<>();
    series.forEach(
        (labels, one) -> {
          one.value += one.perSecond * EVERY.toSeconds();
          points.add(new RuleMetrics.Point(labels, one.value));
        });
    if (!points.isEmpty()) {
      metrics.write(points, timeline.instant());
    }
    timeline.after(EVERY, "probes", this::probe);
  }

  /** From the next look on a probe measures this. */
  void measures(String selector, double value) {
    Series one = series(selector);
    one.value = value;
    one.perSecond = 0;
  }

  /** From now on a counter grows. */
  void grows(String selector, double perSecond) {
    series(selector).perSecond = perSecond;
  }

  private Series series(String selector) {
    Expr.VectorSelector parsed = (Expr.VectorSelector) PromQl.parse(selector.replace('\'', '"'));
    Labels labels = Labels.EMPTY;
    for (Matcher matcher : parsed.matchers()) {
      labels = labels.with(matcher.name(), matcher.value());
    }
    String name = parsed.name();
    labels = name == null ? labels : labels.with(Labels.METRIC_NAME, name);
    Labels known = labels.with("system", manual.system());
    if (!series.containsKey(known)) {
      assertThat(known.getOrEmpty(Labels.METRIC_NAME).startsWith("jigi_") || isProduced(parsed))
          .as("a probe of the manual measures " + selector)
          .isTrue();
    }
    return series.computeIfAbsent(known, key -> new Series());
  }

  private boolean isProduced(Expr.VectorSelector selector) {
    ManualConditions conditions = manual.part(parts.conditions);
    return !conditions.producers().reads(selector).isEmpty();
  }

  /** Nothing is measured any more of what was. */
  void forget() {
    List<RuleMetrics.Point> ends = new ArrayList<>();
    series
        .keySet()
        .forEach(
            labels ->
                ends.add(new RuleMetrics.Point(labels, jigi.metrics.model.StaleMarker.VALUE)));
    metrics.write(ends, timeline.instant());
    series.clear();
  }

  void pass(Duration time) throws InterruptedException {
    timeline.advance(time);
    journal.settle();
  }

  Instant now() {
    return timeline.instant();
  }

  /** The rule's alert that has not ended; null for none. */
  @Nullable Alert alert(String rule) {
    return alerts.active(null).stream()
        .filter(alert -> alert.identity().rule().equals(rule))
        .findFirst()
        .orElse(null);
  }

  /** What was sent about a rule's alerts of a kind since an instant: {@code sms kim}, sorted. */
  List<String> sent(String rule, Delivery.Kind kind, Instant since) {
    NotifySettings settings = manual.part(parts.notify);
    return notify.deliveries(null, 1000).stream()
        .filter(one -> one.kind() == kind && !one.created().isBefore(since))
        .filter(one -> rule.equals(one.context().get("alert")))
        .map(
            one -> {
              Channel channel = Objects.requireNonNull(settings.channels().get(one.channel()));
              return channel.isShared() ? one.channel() : one.channel() + " " + one.person();
            })
        .sorted()
        .toList();
  }

  /** Whether a rule reads that the run of a plan's backup, or of its drill, failed. */
  boolean readsFailureOf(String plan, boolean drill) {
    String run = plan + drill;
    return stores
        .store()
        .write(
            tx -> {
              tx.handle()
                  .execute(
                      drill
                          ? "INSERT INTO backup_proof (id, backup, system, plan, kind, run, place,"
                              + " started_at, outcome)"
                              + " VALUES (?, 'b', ?, ?, 'drill', ?, 'scratch', 1, 'failed')"
                          : "INSERT INTO backup (id, system, plan, run, kind, item, attempt, name,"
                              + " state, started_at, compress, encrypt) VALUES (?, ?, ?, ?, 'k',"
                              + " 'i', 'a', 'n', 'failed', 1, 'none', 'none')",
                      run,
                      manual.system(),
                      plan,
                      run);
              return new ReadEnds(rules).isRead(tx, run);
            });
  }

  /** What the manual does by itself, or suggests, when the rule fires: {@code automatic NAME}. */
  List<String> actions(String rule) {
    List<String> all = new ArrayList<>();
    for (Runbook runbook : manual.part(parts.runbooks)) {
      OnAlert mode = runbook.onAlert().get(rule);
      if (mode != null) {
        all.add(mode.key() + " " + runbook.name());
      }
    }
    return all;
  }

  @Override
  public void close() {
    rules.close();
    journal.close();
    stores.close();
    pool.shutdownNow();
    timeline.close();
  }

  private static final class NoIncidents implements IncidentLookup {
    @Override
    public @Nullable Named ofAlert(String alert) {
      return null;
    }

    @Override
    public boolean isTold(Tx tx, String system, String name, String run) {
      return false;
    }

    @Override
    public List<String> alertsOf(String incident) {
      return List.of();
    }
  }
}
