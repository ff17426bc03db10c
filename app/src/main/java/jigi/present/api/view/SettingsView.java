package jigi.present.api.view;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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

    /** The entries by the first word of their keys, in the order of the manual. */
    public Map<String, List<Entry>> parts() {
      Map<String, List<Entry>> parts = new LinkedHashMap<>();
      for (Entry entry : entries) {
        parts.computeIfAbsent(entry.part(), part -> new ArrayList<>()).add(entry);
      }
      return parts;
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

    /** The first word of the key where it has several, else empty. */
    String part() {
      String[] words = key.split("[.\\[]", 2);
      return words.length > 1 ? words[0] : "";
    }
  }

  public SettingsView {
    manuals = List.copyOf(manuals);
    process = List.copyOf(process);
  }
}
