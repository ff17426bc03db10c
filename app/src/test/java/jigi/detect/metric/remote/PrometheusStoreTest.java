package jigi.detect.metric.remote;

import java.util.List;
import jigi.testing.Needs;

@Needs("prometheus")
class PrometheusStoreTest extends RemoteMetricStoreTest {
  @Override
  MetricServer.Kind kind() {
    return MetricServer.Kind.PROMETHEUS;
  }

  @Override
  boolean atOnce() {
    return true;
  }

  @Override
  List<Double> differences() {
    return List.of(3.0, 0.05555555555555556, 5.555555555555555);
  }
}
