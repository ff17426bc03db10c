package jigi;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Supplier;
import jigi.base.config.Manual;
import jigi.base.kernel.UserError;
import jigi.detect.metric.remote.ExternalMatchers;
import jigi.detect.metric.remote.RemoteMetricStore;
import jigi.detect.metric.remote.RemoteSettings;
import jigi.metrics.EmbeddedMetricStore;
import jigi.metrics.MetricStore;
import jigi.metrics.storage.BlockStorage;
import jigi.metrics.storage.StorageException;
import jigi.metrics.storage.StorageOptions;
import jigi.metrics.storage.StorageStats;

/**
 * Where the metrics are kept: embedded, or on a server that the options name.
 *
 * @param stats of the files in the data directory
 * @param activate told of the manuals in force
 */
record MetricHome(
    MetricStore store, Supplier<StorageStats> stats, Consumer<List<Manual>> activate) {
  static final StorageOptions STORAGE = StorageOptions.small();

  static MetricHome of(Options options, BaseRooms base, Parts parts) {
    RemoteSettings remote = options.metrics();
    return remote == null
        ? embedded(base, options.data())
        : remote(remote, base, options.data(), parts);
  }

  private static MetricHome remote(
      RemoteSettings settings, BaseRooms base, Path data, Parts parts) {
    Path queue = data.resolve("metrics-queue");
    try {
      RemoteMetricStore store = new RemoteMetricStore(settings, queue, base.troubles);
      return new MetricHome(
          store,
          () -> new StorageStats(0, 0, 0, store.waiting(), 0, 0, Map.of(), 0, 0, 0, 0, 0),
          manuals -> store.external(external(manuals, parts)));
    } catch (IOException e) {
      throw new UserError(
          "storage-not-readable",
          "the queue to the metric server in " + queue + " cannot be opened (" + e + ")",
          "make the folder readable and writable",
          e);
    }
  }

  private static ExternalMatchers external(List<Manual> manuals, Parts parts) {
    Map<String, Map<String, String>> bySystem = new TreeMap<>();
    for (Manual manual : manuals) {
      Map<String, String> labels = manual.part(parts.external);
      if (!labels.isEmpty()) {
        bySystem.put(manual.system(), labels);
      }
    }
    return new ExternalMatchers(bySystem);
  }

  private static MetricHome embedded(BaseRooms base, Path data) {
    Path folder = data.resolve("metrics");
    try {
      BlockStorage storage =
          BlockStorage.open(folder, STORAGE, base.timeline, new StorageTroubles(base.troubles));
      return new MetricHome(new EmbeddedMetricStore(storage), storage::stats, manuals -> {});
    } catch (StorageException e) {
      boolean locked = e.code() == StorageException.Code.STORAGE_LOCKED;
      throw new UserError(
          e.code().name().toLowerCase(Locale.ROOT).replace('_', '-'),
          locked
              ? "another process holds the metrics in " + folder
              : "the metrics in " + folder + " cannot be opened (" + e.getMessage() + ")",
          "stop the other process, or name another data directory with --data",
          e);
    } catch (IOException e) {
      throw new UserError(
          "storage-not-readable",
          "the metrics in " + folder + " cannot be opened (" + e + ")",
          "make the folder readable and writable, or move it away: Jigi begins a new one",
          e);
    }
  }
}
