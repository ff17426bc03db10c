package jigi.detect.alert;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import jigi.base.config.Manual;
import jigi.base.config.ManualReader;
import jigi.base.config.ManualSource;
import jigi.base.journal.Event;
import jigi.base.journal.EventQuery;
import jigi.base.journal.SqlJournal;
import jigi.base.kernel.Durations;
import jigi.base.kernel.Timeline;
import jigi.base.kernel.Troubles;
import jigi.base.store.Stores;
import jigi.base.store.TestDatabase;
import jigi.detect.rule.Evaluation;
import jigi.detect.rule.RuleEngine;
import jigi.detect.rule.RuleMetrics;
import jigi.detect.rule.RulePart;
import jigi.detect.rule.StoredMetrics;
import jigi.metrics.EmbeddedMetricStore;
import jigi.metrics.MetricStore;
import jigi.metrics.model.Labels;
import jigi.metrics.model.StaleMarker;
import jigi.metrics.promql.QueryOptions;

/**
 * A system with probes on a standing timeline, told by instants: {@code at("2m").fails("web");
 * at("7m").is("WebDown firing")}. Every probe runs each 5 s, beginning at 2 s; a change of its
 * result makes the rules that read it be evaluated at once, as in the running house.
 */
final class AlertStory implements AutoCloseable {
  private static final Instant START = Instant.parse("2026-03-01T00:00:00Z");
  private static final Duration EVERY = Duration.ofSeconds(5);

  private final TestDatabase database;
  private final Path data;
  private final MetricStore samples;
  private final Timeline timeline = Timeline.standing(START);
  private final ExecutorService pool = Executors.newSingleThreadExecutor();
  private final Map<String, Double> probes = new LinkedHashMap<>();
  private final RulePart part = new RulePart();
  private House house;
  private String rules = "groups: []\n";

  AlertStory(TestDatabase database, Path data) {
    this(database, data, EmbeddedMetricStore.inMemory());
  }

  /**
   * @param samples where they are kept and asked for; is closed with the story
   */
  AlertStory(TestDatabase database, Path data, MetricStore samples) {
    this.database = database;
    this.data = data;
    this.samples = samples;
    this.house = new House();
    timeline.at(START.plusSeconds(2), "probes", this::probe);
  }

  /** What a process holds; a new one on the same data is a restart. */
  private final class House {
    final Stores stores = database.open(data, new Troubles());
    final SqlJournal journal =
        new SqlJournal(stores.store(), timeline, new Troubles(), stores.node());
    final RuleMetrics metrics = new StoredMetrics(samples, QueryOptions.DEFAULT);
    final AlertEngine engine =
        new AlertEngine(
            new AlertEngine.Surroundings(
                stores.store(), journal, timeline, metrics, "http://127.0.0.1:7070"));
    final RuleEngine ruleEngine =
        new RuleEngine(part, timeline, metrics, engine, pool, new Troubles());
    final Alerts alerts = new Alerts(engine, ruleEngine, journal);

    House() {
      engine.evaluateBy(ruleEngine::evaluate);
    }

    void close() {
      ruleEngine.close();
      journal.close();
      stores.close();
    }
  }

  AlertStory rules(String yaml) {
    rules = yaml;
    house.ruleEngine.activate(List.of(manual()));
    return this;
  }

  /** Moves to an instant of the story. */
  AlertStory at(String offset) {
    Duration wanted = Objects.requireNonNull(Durations.parse(offset));
    Duration by = Duration.between(timeline.instant(), START.plus(wanted));
    assertThat(by).as("a story goes forwards: " + offset).isGreaterThanOrEqualTo(Duration.ZERO);
    try {
      timeline.advance(by);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
    return this;
  }

  AlertStory answers(String... components) {
    return all(components, 1);
  }

  AlertStory fails(String... components) {
    return all(components, 0);
  }

  /** The probe cannot say: its series ends. */
  AlertStory cannotBeMeasured(String... components) {
    return all(components, Double.NaN);
  }

  /** The process dies and starts again on the same data. */
  AlertStory restart() {
    house.close();
    house = new House();
    house.ruleEngine.activate(List.of(manual()));
    return this;
  }

  AlertStory acknowledge(String rule, String actor) {
    house.engine.acknowledge(alert(rule).id(), actor);
    return this;
  }

  Alert alert(String rule) {
    return house.alerts.active(null).stream()
        .filter(alert -> alert.identity().rule().equals(rule))
        .findFirst()
        .orElseThrow();
  }

  Alerts alerts() {
    return house.alerts;
  }

  /** The alerts that are there now, as {@code name phase}, sorted. */
  AlertStory is(String... expected) {
    assertThat(
            house.alerts.rules(null).stream()
                .map(Alerts.RuleView::lastEvaluation)
                .filter(Objects::nonNull)
                .map(Evaluation.Outcome::error)
                .filter(Objects::nonNull))
        .isEmpty();
    assertThat(
            house.alerts.active(null).stream()
                .map(alert -> alert.identity().rule() + " " + alert.phase().key())
                .sorted())
        .as("at " + Duration.between(START, timeline.instant()))
        .containsExactly(expected);
    return this;
  }

  private List<Event> events() {
    EventQuery query = new EventQuery(null, null, null, "alert.", null, 1000);
    List<Event> events = new ArrayList<>(house.journal.find(query));
    events.sort(Comparator.comparingLong(Event::seq));
    return events;
  }

  /** What became of each alert, oldest first: {@code kind} and when, by rule and labels. */
  Map<String, List<Step>> steps() {
    Map<String, List<Step>> steps = new TreeMap<>();
    for (Event event : events()) {
      Map<String, String> args = event.what().args();
      steps
          .computeIfAbsent(args.get("alert") + " " + args.get("labels"), key -> new ArrayList<>())
          .add(
              new Step(event.what().kind().name(), Duration.between(START, event.at()).toMillis()));
    }
    return steps;
  }

  /**
   * @param atMs after the beginning
   */
  record Step(String kind, long atMs) {}

  /** All alert events so far, oldest first, as {@code offset kind}. */
  AlertStory happened(String... expected) {
    assertThat(
            events().stream()
                .map(
                    event ->
                        Durations.format(Duration.between(START, event.at()))
                            + " "
                            + event.what().kind().name().replace("alert.", "")))
        .containsExactly(expected);
    return this;
  }

  /** The result of a query now, as {@code labels value}. */
  List<String> query(String promql) {
    return house
        .metrics
        .query(jigi.metrics.promql.PromQl.parse(promql), timeline.instant())
        .stream()
        .map(point -> point.labels() + " " + point.value())
        .collect(Collectors.toList());
  }

  /** All in one round of probes, as when their host dies. */
  AlertStory failsTogether(String... components) {
    List<Labels> changed = new ArrayList<>();
    for (String component : components) {
      probes.put(component, 0.0);
      write(component, 0);
      changed.add(labels(component));
    }
    house.ruleEngine.onChange(changed);
    return this;
  }

  private AlertStory all(String[] components, double value) {
    for (String component : components) {
      Double before = probes.put(component, value);
      if (before == null || Double.compare(before, value) != 0) {
        write(component, value);
        house.ruleEngine.onChange(List.of(labels(component)));
      }
    }
    return this;
  }

  private void probe() {
    probes.forEach(this::write);
    timeline.after(EVERY, "probes", this::probe);
  }

  private void write(String component, double value) {
    boolean ended = Double.isNaN(value);
    if (ended && query("probe_success{component=\"" + component + "\"}").isEmpty()) {
      return;
    }
    house.metrics.write(
        List.of(new RuleMetrics.Point(labels(component), ended ? StaleMarker.VALUE : value)),
        timeline.instant());
  }

  private static Labels labels(String component) {
    return Labels.of(
        Labels.METRIC_NAME,
        "probe_success",
        "system",
        "shop",
        "component",
        component,
        "probe",
        "http");
  }

  private Manual manual() {
    TreeMap<String, String> files = new TreeMap<>();
    files.put("jigi.yaml", "system: shop\n");
    files.put("rules/rules.yaml", rules);
    ManualReader.Result result =
        new ManualReader(List.of(part), name -> null)
            .read(new ManualSource(Path.of("shop"), files));
    assertThat(result.problems()).isEmpty();
    return Objects.requireNonNull(result.manual());
  }

  @Override
  public void close() {
    house.close();
    pool.shutdownNow();
    timeline.close();
    samples.close();
  }
}
