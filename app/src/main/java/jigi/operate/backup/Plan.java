package jigi.operate.backup;

import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import jigi.base.config.Secret;
import jigi.base.schedule.Holidays;
import jigi.base.schedule.Recurrence;
import jigi.operate.backup.retention.Keep;
import jigi.operate.backup.seal.Compression;
import jigi.operate.backup.seal.Encryption;
import jigi.operate.backup.source.Source;
import jigi.operate.backup.store.StoreSettings;
import org.jspecify.annotations.Nullable;

/**
 * What is backed up, when, how, and where to.
 *
 * @param to names of stores, in the order in which a restore tries them
 */
public record Plan(
    String system,
    String name,
    String title,
    Source source,
    Routine routine,
    Form form,
    Map<String, StoreSettings> to,
    Goals goals,
    Calendar calendar) {
  public Plan {
    to = java.util.Collections.unmodifiableMap(new java.util.LinkedHashMap<>(to));
  }

  /**
   * What recurs of it; null for what only people start.
   *
   * @param watch how often the source is looked at, and backed up when it has changed
   * @param verify when all copies are read back
   */
  record Routine(
      @Nullable Recurrence backup,
      @Nullable Duration watch,
      @Nullable Recurrence verify,
      @Nullable Drill drill) {}

  /** When it is backed up by itself; null for when people start it, or the source changes. */
  public @Nullable Recurrence recurrence() {
    return routine.backup();
  }

  /** When all copies are read back by themselves; null for never. */
  public @Nullable Recurrence verify() {
    return routine.verify();
  }

  /** Null for a plan that is never rehearsed. */
  public @Nullable Drill drill() {
    return routine.drill();
  }

  /**
   * How its files look.
   *
   * @param escrow where its key is kept besides, in words for people; null when nobody has said
   */
  record Form(
      FileName file, Compression compression, Encryption encryption, @Nullable String escrow) {
    /** Null when whoever believes the end of the name can open the file; else why not. */
    @Nullable String misleads() {
      String name = file.text().toLowerCase(Locale.ROOT);
      String end = name.substring(name.lastIndexOf('.') + 1);
      boolean plain = encryption instanceof Encryption.None;
      boolean fits =
          switch (end) {
            case "gz", "tgz" -> plain && compression == Compression.GZIP;
            case "zst", "zstd" -> plain && compression == Compression.ZSTD;
            case "gpg", "pgp" -> encryption instanceof Encryption.OpenPgp;
            case "age" ->
                encryption instanceof Encryption.Age
                    || encryption instanceof Encryption.AgePassphrase;
            default -> true;
          };
      return fits
          ? null
          : "."
              + end
              + " for "
              + compression.name().toLowerCase(Locale.ROOT)
              + " and encryption "
              + encryption.name();
    }
  }

  /**
   * What is promised.
   *
   * @param rpo how much time may be lost; null for nothing said
   * @param rto how long a restore may take; null for nothing said
   * @param keep by store
   */
  public record Goals(@Nullable Duration rpo, @Nullable Duration rto, Map<String, Keep> keep) {
    public Goals {
      keep = Map.copyOf(keep);
    }
  }

  /**
   * The rehearsal of a restore.
   *
   * @param recurrence null for one that only people start
   * @param of which backup is tried
   * @param questions statements that must give something that is neither false, 0 nor empty
   * @param passed what is told when it has passed; null for nothing, since failures are alerts
   */
  public record Drill(
      @Nullable Recurrence recurrence, Which of, List<String> questions, @Nullable Notice passed) {
    /** Which backup of each item a drill restores. */
    public enum Which {
      NEWEST,
      /** Any that is kept, another one each time: old ones must open, too. */
      ANY
    }

    public Drill {
      questions = List.copyOf(questions);
    }
  }

  /**
   * What people are told.
   *
   * @param to people and groups; empty means those of the route {@code critical}
   * @param by channels; empty means those of the route {@code critical}
   */
  public record Notice(String title, List<String> to, List<String> by) {
    public Notice {
      to = List.copyOf(to);
      by = List.copyOf(by);
    }
  }

  /** The system's. */
  public record Calendar(ZoneId zone, Holidays holidays) {}

  /** How its files are named, as written. */
  public String fileName() {
    return form.file().text();
  }

  /** What people have to know of the key without which no backup opens; null for no key here. */
  public @Nullable Key sealedWith() {
    List<String> places = form.encryption().keys().stream().map(Plan::place).toList();
    return places.isEmpty() ? null : new Key(form.encryption().name(), places, form.escrow());
  }

  private static String place(Secret secret) {
    return switch (secret.source()) {
      case FILE -> secret.name();
      case ENV -> "$" + secret.name();
      case STORED -> "jigi secret " + secret.name();
    };
  }

  /**
   * The key of an encryption.
   *
   * @param places where Jigi finds it; never the key itself
   * @param escrow where it is kept besides; null when nobody has said
   */
  public record Key(String encryption, List<String> places, @Nullable String escrow) {
    public Key {
      places = List.copyOf(places);
    }
  }

  /** {@code shop/database}. */
  String key() {
    return system + "/" + name;
  }
}
