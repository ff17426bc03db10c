package jigi;

import java.time.ZoneId;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import jigi.base.config.Manual;
import jigi.base.kernel.Status;
import jigi.detect.alert.Alert;
import jigi.detect.alert.AlertEngine;
import jigi.detect.alert.Alerts;
import jigi.detect.metric.Conditions;
import jigi.detect.metric.ConditionsOnChange;
import jigi.detect.metric.Emission;
import jigi.detect.metric.MeasuredSamples;
import jigi.detect.metric.Metrics;
import jigi.detect.metric.ProbeSamples;
import jigi.detect.metric.scrape.Scraping;
import jigi.detect.probe.Components;
import jigi.detect.probe.Concern;
import jigi.detect.probe.Families;
import jigi.detect.probe.Probe;
import jigi.detect.probe.ProbeKey;
import jigi.detect.probe.ProbeRunner;
import jigi.detect.probe.ProbeScheduler;
import jigi.detect.probe.ProbeTools;
import jigi.detect.probe.ProbeView;
import jigi.detect.probe.StoredProbeRecorder;
import jigi.detect.probe.container.ContainerEvents;
import jigi.detect.probe.heartbeat.HeartbeatRepository;
import jigi.detect.probe.heartbeat.Heartbeats;
import jigi.detect.probe.log.LogRepository;
import jigi.detect.probe.log.WholeLogs;
import jigi.detect.rule.RuleEngine;
import jigi.detect.rule.Severity;
import jigi.detect.rule.StoredMetrics;
import jigi.metrics.promql.QueryOptions;

/** What observes and decides: probes, metrics, conditions, rules, alerts. */
final class DetectRooms implements AutoCloseable {
  /** PromQL computes; two threads are what a small machine has. */
  private static final int THREADS = 2;

  final MetricHome home;
  final Families families = new Families();
  final Metrics metrics;
  final ProbeScheduler probes;
  final Scraping scraping;
  final Conditions conditions;
  final Emission emission;
  final RuleEngine rules;
  final AlertEngine alertEngine;
  final Alerts alerts;
  final Components components;
  final LogRepository logs;
  final WholeLogs wholeLogs;
  final Heartbeats heartbeats;
  private final ContainerEvents containers;
  private final ExecutorService pool;
  private final Parts parts;

  DetectRooms(BaseRooms base, Parts parts, Options options, String url) {
    this.parts = parts;
    this.pool =
        Executors.newFixedThreadPool(THREADS, Thread.ofPlatform().name("rules-", 0).factory());
    home = MetricHome.of(options, base, parts);
    metrics = new Metrics(home.store(), base.troubles, THREADS);
    StoredMetrics read = new StoredMetrics(metrics.store(), QueryOptions.DEFAULT);
    alertEngine =
        new AlertEngine(
            new AlertEngine.Surroundings(base.store, base.journal, base.timeline, read, url));
    rules = new RuleEngine(parts.rules, base.timeline, read, alertEngine, pool, base.troubles);
    alertEngine.evaluateBy(rules::evaluate);
    alerts = new Alerts(alertEngine, rules, base.journal);
    logs = new LogRepository(base.store);
    HeartbeatRepository beats = new HeartbeatRepository(base.store, base.timeline.instant());
    ProbeSamples samples = new ProbeSamples(base.timeline, metrics);
    ConditionsOnChange atOnce = new ConditionsOnChange(base.timeline, metrics);
    ProbeRunner runner =
        new ProbeRunner(
            base.timeline,
            new ProbeTools(
                base.network,
                base.exec,
                base.connections.named(),
                families,
                logs,
                beats,
                new MeasuredSamples(metrics)),
            base.secrets);
    probes =
        new ProbeScheduler(
            base.timeline,
            runner,
            new StoredProbeRecorder(base.store, base.journal, base.troubles),
            base.troubles,
            List.of(samples, atOnce, new RulesOnChange(rules)));
    heartbeats = new Heartbeats(beats, base.timeline, this::probed, base.secrets, this::lookAtOnce);
    wholeLogs = new WholeLogs(runner, this::probed, base.connections::secrets, this::zone);
    containers = new ContainerEvents(base.connections.named(), base.secrets, probes);
    conditions = new Conditions(base.timeline, metrics, probes, parts.conditions);
    scraping =
        new Scraping(
            new Scraping.Means(base.timeline, metrics, base.troubles, base.secrets),
            parts.scrapes,
            base.network,
            base.connections.named());
    conditions.use(scraping);
    atOnce.use(conditions);
    emission = new Emission(base.timeline, metrics, samples, base.troubles);
    emission.add("conditions", conditions);
    components = new Components(base.timeline, probes, parts.inventory, List.of(this::firing));
  }

  void activate(List<Manual> manuals) {
    home.activate().accept(manuals);
    components.activate(manuals);
    conditions.activate(manuals);
    List<Probe> all =
        manuals.stream()
            .map(manual -> manual.part(parts.probes))
            .<Probe>flatMap(List::stream)
            .toList();
    probes.activate(all);
    containers.activate(all);
    scraping.activate(manuals);
    rules.activate(manuals);
  }

  private List<Probe> probed() {
    return probes.views().stream().map(ProbeView::probe).toList();
  }

  private void lookAtOnce(ProbeKey key) {
    try {
      probes.runNow(key);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private List<Concern> firing(String system, String component) {
    return alerts.active(system).stream()
        .filter(Alert::isFiring)
        .filter(alert -> component.equals(alert.identity().component()))
        .map(DetectRooms::concern)
        .toList();
  }

  private static Concern concern(Alert alert) {
    Status status = alert.said().severity() == Severity.CRITICAL ? Status.FAIL : Status.WARN;
    return new Concern(
        status,
        alert.said().annotations().getOrDefault("summary", alert.identity().rule()),
        alert.times().activeAt());
  }

  @Override
  public void close() {
    emission.close();
    containers.close();
    wholeLogs.close();
    scraping.close();
    probes.close();
    rules.close();
    pool.shutdownNow();
    metrics.close();
  }

  /** Of a system whose probes run. */
  private ZoneId zone(String system) {
    return Objects.requireNonNull(components.systems().get(system)).profile().zone();
  }
}
