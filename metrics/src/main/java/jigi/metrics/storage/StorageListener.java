package jigi.metrics.storage;

/** Hears about damage and failures; called from any thread, must return quickly and not throw. */
@FunctionalInterface
public interface StorageListener {
  void on(StorageEvent event);
}
