package jigi.operate.notify;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import jigi.base.store.Store;
import jigi.detect.metric.StateMetrics;
import jigi.detect.probe.Sample;
import jigi.metrics.model.Labels;

/**
 * When each channel last delivered something and when it last failed, as samples. One that was
 * never used has none: nobody knows whether it works.
 */
public final class ChannelFigures implements StateMetrics {
  private final Store store;
  private final NotifyEngine engine;

  public ChannelFigures(Store store, NotifyEngine engine) {
    this.store = store;
    this.engine = engine;
  }

  @Override
  public List<Sample> samples() {
    Map<Labels, Double> newest = new LinkedHashMap<>();
    for (DeliveryRepository.Used used : store.read(DeliveryRepository::lastUsed)) {
      NotifySettings settings = engine.settings(used.system());
      if (settings != null && settings.channels().containsKey(used.channel())) {
        newest.merge(series(used), used.at().toEpochMilli() / 1e3, Math::max);
      }
    }
    List<Sample> all = new ArrayList<>();
    newest.forEach((labels, at) -> all.add(new Sample(labels, at, null)));
    return all;
  }

  private static Labels series(DeliveryRepository.Used used) {
    boolean well = used.outcome().equals(Delivery.State.ACCEPTED.key());
    return Labels.of(
        Labels.METRIC_NAME,
        well
            ? "jigi_channel_last_success_timestamp_seconds"
            : "jigi_channel_last_failure_timestamp_seconds",
        "system",
        used.system(),
        "channel",
        used.channel());
  }
}
