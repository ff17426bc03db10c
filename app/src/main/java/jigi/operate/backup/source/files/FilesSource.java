package jigi.operate.backup.source.files;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import jigi.operate.backup.source.BackupException;
import jigi.operate.backup.source.Contents;
import jigi.operate.backup.source.Dump;
import jigi.operate.backup.source.Landing;
import jigi.operate.backup.source.ScratchFolder;
import jigi.operate.backup.source.Source;
import jigi.operate.backup.source.SourceTools;

/**
 * Files and folders of this machine, together in one archive.
 *
 * @param roots absolute
 * @param except patterns of what is left out
 */
record FilesSource(List<String> roots, List<String> except) implements Source {
  static final String KIND = "files";

  FilesSource {
    roots = List.copyOf(roots);
    except = List.copyOf(except);
  }

  @Override
  public String kind() {
    return KIND;
  }

  @Override
  public String at() {
    return String.join(", ", roots);
  }

  @Override
  public List<String> items(SourceTools tools) {
    return List.of(KIND);
  }

  Tree tree() {
    return new Tree(
        except.stream()
            .map(pattern -> FileSystems.getDefault().getPathMatcher("glob:" + pattern))
            .toList());
  }

  /** As it is called in the archive. */
  static String inside(String root) {
    return Path.of(root).normalize().toString().substring(1);
  }

  @Override
  public Dump dump(String item, SourceTools tools) throws BackupException {
    for (String root : roots) {
      if (!Files.exists(Path.of(root), LinkOption.NOFOLLOW_LINKS)) {
        throw new BackupException("file-missing", "there is no " + root);
      }
    }
    return FilesDump.begin(this, tools.timeline().instant());
  }

  @Override
  public void check(InputStream bytes, SourceTools tools)
      throws BackupException, InterruptedException {
    TarInput archive = new TarInput(bytes);
    Entry entry = archive.next();
    while (entry != null) {
      entry = archive.next();
    }
  }

  @Override
  public Landing scratch(String id, Contents wanted, SourceTools tools) throws BackupException {
    try {
      ScratchFolder folder = ScratchFolder.make(KIND, id, null, tools);
      return new FilesLanding(folder.path().resolve("restored"), null, folder);
    } catch (IOException e) {
      throw new BackupException("scratch-failed", "no scratch folder: " + e.getMessage(), e);
    }
  }

  @Override
  public Landing beside(String name, boolean over, SourceTools tools) throws BackupException {
    Path target = Path.of(name);
    if (!target.isAbsolute() || over) {
      throw new BackupException(
          "bad-target", "files are restored to a new folder with an absolute name (" + name + ")");
    }
    if (Files.exists(target, LinkOption.NOFOLLOW_LINKS)) {
      throw new BackupException("target-taken", "something has that name already (" + name + ")");
    }
    return FilesLanding.beside(target);
  }

  @Override
  public void sweep(SourceTools tools) throws InterruptedException {
    ScratchFolder.sweep(KIND, tools);
  }
}
