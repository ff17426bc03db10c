package jigi.detect.metric;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import jigi.base.config.Manual;
import jigi.base.connect.wire.Network;
import jigi.base.exec.Exec;
import jigi.base.journal.Event;
import jigi.base.journal.EventQuery;
import jigi.base.journal.SqlJournal;
import jigi.base.kernel.Environment;
import jigi.base.kernel.Timeline;
import jigi.base.kernel.Troubles;
import jigi.base.store.Store;
import jigi.base.store.TestDatabase;
import jigi.detect.probe.Components;
import jigi.detect.probe.Concern;
import jigi.detect.probe.ProbeChange;
import jigi.detect.probe.ProbeListener;
import jigi.detect.probe.ProbeResult;
import jigi.detect.probe.ProbeRunner;
import jigi.detect.probe.ProbeScheduler;
import jigi.detect.probe.StoredProbeRecorder;
import jigi.detect.probe.TestManuals;
import jigi.metrics.EmbeddedMetricStore;
import jigi.metrics.promql.PromQl;
import jigi.metrics.promql.QueryResult;

/** The observing rooms, wired as in the house, on a timeline that the test moves. */
final class Rig implements AutoCloseable {
  static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

  final Troubles troubles = new Troubles();
  final Timeline timeline;
  final Store store;
  final SqlJournal journal;
  final Network network = new Network();
  final Exec exec;
  final Metrics metrics;
  final ProbeScheduler probes;
  final Conditions conditions;
  final Components components;
  final Emission emission;
  final List<ProbeResult> results = java.util.Collections.synchronizedList(new ArrayList<>());
  final List<ProbeChange> changes = java.util.Collections.synchronizedList(new ArrayList<>());
  final List<Concern> concerns = new ArrayList<>();

  Rig(Path folder, Timeline timeline) {
    this(TestDatabase.SQLITE, folder, timeline);
  }

  Rig(TestDatabase database, Path folder, Timeline timeline) {
    this.timeline = timeline;
    exec = new Exec(folder.resolve("attempts"));
    store = database.store(folder, troubles);
    journal = new SqlJournal(store, timeline, troubles, "node-test");
    metrics = new Metrics(EmbeddedMetricStore.inMemory(), troubles, 2);
    ProbeSamples samples = new ProbeSamples(timeline, metrics);
    ConditionsOnChange atOnce = new ConditionsOnChange(timeline, metrics);
    probes =
        new ProbeScheduler(
            timeline,
            new ProbeRunner(
                timeline,
                TestManuals.tools(network, exec).with(new MeasuredSamples(metrics)),
                Environment::get),
            new StoredProbeRecorder(store, journal, troubles),
            troubles,
            List.of(samples, atOnce, remember()));
    conditions = new Conditions(timeline, metrics, probes, TestManuals.CONDITIONS);
    atOnce.use(conditions);
    components =
        new Components(
            timeline, probes, TestManuals.INVENTORY, List.of((system, component) -> concerns));
    emission = new Emission(timeline, metrics, samples, troubles);
    emission.add("conditions", conditions);
    emission.start();
  }

  private ProbeListener remember() {
    return new ProbeListener() {
      @Override
      public void onResult(ProbeResult result) {
        results.add(result);
      }

      @Override
      public void onChange(ProbeChange change) {
        changes.add(change);
      }
    };
  }

  static Rig standing(Path folder) {
    return new Rig(folder, Timeline.standing(START));
  }

  void activate(Manual... manuals) {
    List<Manual> all = List.of(manuals);
    probes.activate(all.stream().flatMap(m -> m.part(TestManuals.PROBES).stream()).toList());
    conditions.activate(all);
    components.activate(all);
  }

  void pass(Duration time) throws InterruptedException {
    timeline.advance(time);
  }

  /** The instant vector now: labels without the name, and value. */
  Map<String, Double> query(String promql) throws InterruptedException {
    Map<String, Double> found = new TreeMap<>();
    QueryResult result = metrics.query(PromQl.parse(promql), timeline.instant());
    for (QueryResult.Sample sample : ((QueryResult.Vector) result).samples()) {
      found.put(sample.labels().toString(), sample.value());
    }
    return found;
  }

  List<Event> changesInJournal() {
    return journal.find(new EventQuery(null, null, null, "probe.", null, 1000)).reversed();
  }

  @Override
  public void close() {
    probes.close();
    emission.close();
    metrics.close();
    network.close();
    exec.close();
    timeline.close();
    store.close();
  }
}
