package jigi.operate.backup;

import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
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
 * @param recurrence null for one that only people start
 * @param to names of stores, in the order in which a restore tries them
 */
public record Plan(
    String system,
    String name,
    String title,
    Source source,
    @Nullable Recurrence recurrence,
    Form form,
    Map<String, StoreSettings> to,
    Goals goals,
    @Nullable Drill drill,
    Calendar calendar) {
  public Plan {
    to = java.util.Collections.unmodifiableMap(new java.util.LinkedHashMap<>(to));
  }

  /** How its files look. */
  record Form(FileName file, Compression compression, Encryption encryption) {}

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
   * @param questions statements that must give something that is neither false, 0 nor empty
   */
  public record Drill(@Nullable Recurrence recurrence, List<String> questions) {
    public Drill {
      questions = List.copyOf(questions);
    }
  }

  /** The system's. */
  public record Calendar(ZoneId zone, Holidays holidays) {}

  /** How its files are named, as written. */
  public String fileName() {
    return form.file().text();
  }

  /** {@code shop/database}. */
  String key() {
    return system + "/" + name;
  }
}
