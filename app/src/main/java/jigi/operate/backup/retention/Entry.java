package jigi.operate.backup.retention;

import java.time.Instant;
import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * A backup as far as its keeping is concerned.
 *
 * @param id of the catalogue
 * @param taken the instant that it restores
 * @param good it was read back whole
 * @param proven it was restored and compared
 * @param held a person said that it must stay, or a run waits for it
 * @param upon the ids of others without which it is not restored
 * @param copies by store
 */
public record Entry(
    String id,
    Instant taken,
    boolean good,
    boolean proven,
    boolean held,
    Set<String> upon,
    Map<String, Copy> copies) {
  /** What is known of the file in one store. */
  public enum Copy {
    /** It is to be there, and is not. */
    WANTED,
    /** It is there; nobody has read it back. */
    UNVERIFIED,
    /** It was read back and is whole. */
    VERIFIED,
    /** It is there and does not open. */
    DAMAGED,
    /** It was let go. */
    GONE;

    boolean isThere() {
      return this == UNVERIFIED || this == VERIFIED || this == DAMAGED;
    }
  }

  public Entry {
    upon = Collections.unmodifiableSet(new TreeSet<>(upon));
    copies = Collections.unmodifiableMap(new TreeMap<>(copies));
  }

  Copy in(String store) {
    return copies.getOrDefault(store, Copy.GONE);
  }

  /** Whether the store's copy is one to rely on. */
  boolean goodIn(String store) {
    return good && in(store) == Copy.VERIFIED;
  }
}
