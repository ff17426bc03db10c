package jigi.operate.backup;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import jigi.operate.backup.seal.Sums;
import org.jspecify.annotations.Nullable;

/**
 * One backup, as the catalogue knows it.
 *
 * @param item of the source: the database
 * @param attempt of the run's step that made it
 * @param name in the stores
 * @param sums null before its last byte was stored
 * @param form how it was compressed and encrypted, in the words of the manual
 * @param rows counted at the instant that it restores; null when that is not known
 * @param unusual why it looks different from those before, in English; null when it does not
 * @param fault why it failed; null when it did not
 */
public record Backup(
    String id,
    Of of,
    String run,
    String attempt,
    String name,
    State state,
    Times at,
    @Nullable Sums sums,
    Form form,
    @Nullable Long rows,
    @Nullable String unusual,
    @Nullable Fault fault,
    List<Copy> copies) {
  /** What it is a backup of. */
  public record Of(String system, String plan, String kind, String item) {}

  /** How far it has come. */
  public enum State {
    RUNNING,
    /** Stored whole; not read back yet. */
    STORED,
    /** Read back from a store, and found whole by whoever would restore it. */
    GOOD,
    FAILED;

    public String key() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * When.
   *
   * @param taken the instant that a restore gives back
   */
  public record Times(Instant started, @Nullable Instant taken, @Nullable Instant ended) {}

  /**
   * How it was made smaller and kept from other eyes.
   *
   * @param increment which one since the whole one; 0 for a whole one
   */
  public record Form(String compress, String encrypt, int increment) {
    public boolean isEncrypted() {
      return !encrypt.equals("none");
    }
  }

  /**
   * What went wrong.
   *
   * @param code stable and kebab-case
   * @param text in English, as it was seen
   */
  public record Fault(String code, String text) {}

  /**
   * It in one store.
   *
   * @param place where that was, for when the manual names the store no more
   * @param checked when it was last read back; null for never
   */
  public record Copy(
      String store,
      String place,
      CopyState state,
      @Nullable Instant checked,
      @Nullable Fault fault) {}

  /** What is known of a copy. */
  public enum CopyState {
    STORED,
    VERIFIED,
    DAMAGED,
    /** It could not be read, which says nothing of its bytes. */
    UNREAD,
    /** It never got there whole. */
    FAILED,
    DELETED;

    public String key() {
      return name().toLowerCase(Locale.ROOT);
    }

    /** Whether bytes of it lie in its store. */
    boolean there() {
      return this != FAILED && this != DELETED;
    }

    /** Whether it may be restored from. */
    boolean usable() {
      return this == STORED || this == VERIFIED || this == UNREAD;
    }
  }

  public Backup {
    copies = List.copyOf(copies);
  }

  /** How long it took; null before its end. */
  public @Nullable Duration took() {
    Instant ended = at.ended();
    return ended == null ? null : Duration.between(at.started(), ended);
  }

  public boolean isGood() {
    return state == State.GOOD;
  }

  /** Whether a store has a copy that may be restored from. */
  boolean isUsable() {
    return copies.stream().anyMatch(copy -> copy.state().usable());
  }

  /** The stores that hold a copy which was read back. */
  public List<Copy> verified() {
    return copies.stream().filter(copy -> copy.state() == CopyState.VERIFIED).toList();
  }
}
