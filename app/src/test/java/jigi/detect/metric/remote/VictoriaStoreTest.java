package jigi.detect.metric.remote;

import java.util.List;
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

  @Override
  List<Double> differences() {
    return List.of(2.0, 0.05714285714285714, 6.0);
  }
}
