package jigi.present.web;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import jigi.base.journal.EventDraft;
import jigi.detect.metric.MetricEvents;
import jigi.detect.probe.Families;
import jigi.metrics.storage.StorageOptions;
import jigi.metrics.storage.StorageStats;
import jigi.present.api.http.Route;
import jigi.present.api.prometheus.PrometheusApi;
import jigi.present.api.prometheus.Sources;

/** Prometheus's API over the samples of {@link SampleMetrics}. */
final class SamplePrometheus {
  /** What the journal was told. */
  static final List<EventDraft> EVENTS = new java.util.concurrent.CopyOnWriteArrayList<>();

  private SamplePrometheus() {}

  static List<Route> routes() {
    return PrometheusApi.routes(sources());
  }

  static Sources sources() {
    return new Sources(
        new SampleMetrics(),
        new Sources.Watched(List::of, List::of, List::of, new Families()),
        new Sources.Process(
            "0.1.0",
            () -> Set.of("shop", "machine"),
            () -> new StorageStats(2, 26, 0, 0, 0, 0, Map.of(), 0, 0, 0, 0, 0),
            StorageOptions.small(),
            () -> {},
            Path.of("data"),
            Samples.NOW),
        new MetricEvents(EVENTS::add));
  }
}
