package jigi.operate.backup.source;

import java.nio.file.Path;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A source whose backups may hold only what has changed since an earlier one. A backup names in
 * {@link Contents#about} all others that it needs, so that none of them is looked for by guess.
 */
public interface Incremental extends Source {
  /** So many after each whole one hold only what has changed; 0 for none. */
  int increments();

  /** Begins to dump; whole where what the earlier one knew is lost. */
  Dump dump(String item, Upon upon, SourceTools tools) throws BackupException, InterruptedException;

  /**
   * What a backup may build upon.
   *
   * @param id of the backup that is made
   * @param before the one before; null for a whole one
   * @param number what it becomes since the whole one, from 1; 0 for a whole one
   * @param names of the files of all that it may need, by the backup's id
   * @param folder of this machine where the source keeps what the next one has to know
   */
  record Upon(
      String id, @Nullable String before, int number, Map<String, String> names, Path folder) {
    public Upon {
      names = Collections.unmodifiableMap(new TreeMap<>(names));
    }
  }
}
