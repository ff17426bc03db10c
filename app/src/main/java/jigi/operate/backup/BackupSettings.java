package jigi.operate.backup;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a manual says of backups.
 *
 * @param plans by name, in the order of the file
 */
public record BackupSettings(Map<String, Plan> plans) {
  public static final BackupSettings NONE = new BackupSettings(Map.of());

  public BackupSettings {
    plans = Collections.unmodifiableMap(new LinkedHashMap<>(plans));
  }
}
