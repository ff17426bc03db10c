package jigi.present.api.view;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The effective configuration and the process itself. */
public record SettingsView(List<ManualView> manuals, List<Entry> process) {
  /**
   * A manual in force.
   *
   * @param refused the problems of a newer version that was not taken
   */
  public record ManualView(
      String system,
      String title,
      String folder,
      String hash,
      @Nullable Instant activated,
      @Nullable String by,
      List<Entry> entries,
      List<String> refused) {
    public ManualView {
      entries = List.copyOf(entries);
      refused = List.copyOf(refused);
    }
  }

  /**
   * A value and where it stands.
   *
   * @param value as it is written
   * @param effective what it stands for, where that differs; null where it does not
   * @param place {@code jigi.yaml:12:3}; empty for a default
   */
  public record Entry(String key, String value, @Nullable String effective, String place) {
    /** A value that stands for itself. */
    public Entry(String key, String value, String place) {
      this(key, value, null, place);
    }
  }

  public SettingsView {
    manuals = List.copyOf(manuals);
    process = List.copyOf(process);
  }
}
