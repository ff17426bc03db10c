package jigi.base.kernel;

import org.jspecify.annotations.Nullable;

/**
 * Values by bytes that come again and again over a wire. The bytes are known by a hash that cannot
 * be made to collide, for to compare them would mean to keep them. Not thread-safe; bounded.
 */
public final class BytesCache<T> {
  private static final int FIRST = 1 << 8;
  private static final int LARGEST = 1 << 18;

  /** Places that are looked at before another entry is displaced. */
  private static final int REACH = 32;

  private final KeyedHash hash = KeyedHash.withRandomKey();

  /** Two for each entry. */
  private long[] hashes = new long[2 * FIRST];

  private @Nullable Object[] entries = new Object[FIRST];
  private int size;
  private int place;

  /** The value kept for these bytes, null for none; what is kept next is kept for them. */
  public @Nullable T find(byte[] bytes, int from, int to) {
    hash.of(bytes, from, to);
    return seek();
  }

  @SuppressWarnings("unchecked") // only keep() writes the array
  private @Nullable T seek() {
    int home = (int) hash.low & entries.length - 1;
    place = home;
    for (int i = 0; i < REACH; i++) {
      int index = home + i & entries.length - 1;
      Object found = entries[index];
      if (found == null) {
        place = index;
        return null;
      }
      if (hashes[2 * index] == hash.high && hashes[2 * index + 1] == hash.low) {
        return (T) found;
      }
    }
    return null;
  }

  /** Keeps a value for the bytes that were looked for last, and not found. */
  public void keep(T value) {
    // Two that displace each other would miss at every turn, and there is no need while there is
    // room.
    if (entries[place] != null && size > entries.length / 4 && entries.length < LARGEST) {
      grow();
      seek();
    }
    if (entries[place] == null) {
      size++;
    }
    entries[place] = value;
    hashes[2 * place] = hash.high;
    hashes[2 * place + 1] = hash.low;
    if (size > entries.length / 2 && entries.length < LARGEST) {
      grow();
    }
  }

  public int size() {
    return size;
  }

  public void clear() {
    entries = new Object[FIRST];
    hashes = new long[2 * FIRST];
    size = 0;
  }

  private void grow() {
    @Nullable Object[] old = entries;
    long[] oldHashes = hashes;
    entries = new Object[old.length * 2];
    hashes = new long[old.length * 4];
    size = 0;
    for (int i = 0; i < old.length; i++) {
      Object value = old[i];
      int index = (int) oldHashes[2 * i + 1] & entries.length - 1;
      for (int k = 0; value != null && k < REACH; k++, index = index + 1 & entries.length - 1) {
        if (entries[index] == null) {
          entries[index] = value;
          hashes[2 * index] = oldHashes[2 * i];
          hashes[2 * index + 1] = oldHashes[2 * i + 1];
          size++;
          value = null;
        }
      }
    }
  }
}
