package jigi.detect.metric.remote;

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
}
