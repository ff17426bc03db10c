package jigi.operate.backup.seal;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;

/** The values of the keys that were asked for last, of each as it was first made. */
final class Remembered<K, V> {
  private final Map<K, V> values;

  Remembered(int most) {
    values =
        new LinkedHashMap<>(16, 0.75f, true) {
          @Override
          protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
            return size() > most;
          }
        };
  }

  V get(K key, Supplier<V> made) {
    synchronized (values) {
      V known = values.get(key);
      if (known != null) {
        return known;
      }
    }
    V fresh = made.get();
    synchronized (values) {
      values.put(key, fresh);
    }
    return fresh;
  }
}
