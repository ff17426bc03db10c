package jigi.detect.metric.remote;

import jigi.testing.Needs;

@Needs("victoria-metrics")
class VictoriaStoreTest extends RemoteMetricStoreTest {
  @Override
  MetricServer.Kind kind() {
    return MetricServer.Kind.VICTORIA;
  }

  @Override
  boolean atOnce() {
    return false;
  }
}
