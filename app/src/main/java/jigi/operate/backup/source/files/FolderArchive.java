package jigi.operate.backup.source.files;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import jigi.operate.backup.source.BackupException;
import jigi.operate.backup.source.Dump;
import jigi.operate.backup.source.Landing;
import jigi.operate.backup.source.ScratchFolder;
import jigi.operate.backup.source.SourceTools;

/** A folder as one archive, for sources that put their data into one. */
public final class FolderArchive {
  private FolderArchive() {}

  /** Where an archive was restored to. */
  public interface Restored extends Landing {
    /** What it lies in until it is kept. */
    Path folder();
  }

  /**
   * Begins to read a folder.
   *
   * @param name of the folder in the archive
   */
  public static Dump dump(String name, Path folder, Instant taken) throws BackupException {
    Map<String, Path> roots = Map.of(name, folder);
    return FilesDump.begin(new FilesDump.Wanted(roots, new Tree(List.of()), null, null), taken);
  }

  /** Reads an archive to its end. */
  public static void check(InputStream bytes) throws BackupException, InterruptedException {
    TarInput archive = new TarInput(bytes);
    Entry entry = archive.next();
    while (entry != null) {
      entry = archive.next();
    }
  }

  /** A place that is removed in the end. */
  public static Restored scratch(String kind, String id, SourceTools tools) throws BackupException {
    try {
      ScratchFolder folder = ScratchFolder.make(kind, id, null, tools);
      return new FilesLanding(folder.path().resolve("restored"), null, folder);
    } catch (IOException e) {
      throw new BackupException("scratch-failed", "no scratch folder: " + e.getMessage(), e);
    }
  }

  /**
   * A new folder.
   *
   * @throws BackupException {@code bad-target}, {@code target-taken}
   */
  public static Restored beside(String name, boolean over) throws BackupException {
    Path target = Path.of(name);
    if (!target.isAbsolute() || over) {
      throw new BackupException(
          "bad-target", "files are restored to a new folder with an absolute name (" + name + ")");
    }
    if (java.nio.file.Files.exists(target, java.nio.file.LinkOption.NOFOLLOW_LINKS)) {
      throw new BackupException("target-taken", "something has that name already (" + name + ")");
    }
    return FilesLanding.beside(target);
  }
}
