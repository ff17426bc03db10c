package jigi.base.kernel;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;

/**
 * The values of the keys that were asked for last, at most so many; safe to be asked by several at
 * once, of whom two may then make the same value.
 */
public final class Remembered<K, V> {
  private final Map<K, V> values;

  public Remembered(int most) {
    values =
        new LinkedHashMap<>(16, 0.75f, true) {
          @Override
          protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
            return size() > most;
          }
        };
  }

  /** The value of a key, made if it is not remembered. */
  public V get(K key, Supplier<V> made) {
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
