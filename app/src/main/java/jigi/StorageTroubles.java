package jigi;

import java.util.Map;
import jigi.base.kernel.Troubles;
import jigi.metrics.storage.StorageEvent;
import jigi.metrics.storage.StorageListener;

/** Shows what the metric storage has to say as troubles of Jigi's own. */
final class StorageTroubles implements StorageListener {
  private final Troubles troubles;

  StorageTroubles(Troubles troubles) {
    this.troubles = troubles;
  }

  @Override
  public void on(StorageEvent event) {
    switch (event) {
      case StorageEvent.BlockQuarantined block ->
          raise("metrics.quarantined", Map.of("file", block.aside().toString()));
      case StorageEvent.PageUnreadable page ->
          raise("metrics.unreadable", Map.of("file", page.file().toString()));
      case StorageEvent.LogRegionSkipped region -> {
        // A crash leaves the end of the log unfinished; nothing that was acknowledged is in it.
        if (!region.tail()) {
          raise("metrics.log-damaged", Map.of("file", region.aside().toString()));
        }
      }
      case StorageEvent.LogSamplesLost lost ->
          raise("metrics.samples-lost", Map.of("count", String.valueOf(lost.samples())));
      case StorageEvent.BackgroundFailed failed ->
          raise("metrics.background", Map.of("error", String.valueOf(failed.reason())));
    }
  }

  private void raise(String key, Map<String, String> arguments) {
    troubles.raise(new Troubles.Trouble(key, key, arguments));
  }
}
