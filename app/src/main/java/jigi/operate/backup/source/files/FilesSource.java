package jigi.operate.backup.source.files;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import jigi.operate.backup.source.BackupException;
import jigi.operate.backup.source.Contents;
import jigi.operate.backup.source.Dump;
import jigi.operate.backup.source.Incremental;
import jigi.operate.backup.source.Landing;
import jigi.operate.backup.source.ScratchFolder;
import jigi.operate.backup.source.SourceTools;
import org.jspecify.annotations.Nullable;

/**
 * Files and folders of this machine, together in one archive.
 *
 * @param roots absolute
 * @param except patterns of what is left out
 * @param watched whether anybody asks for its state
 */
record FilesSource(List<String> roots, List<String> except, boolean watched, int increments)
    implements Incremental {
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

  @Override
  public String suggested(String item) {
    return Path.of(roots.getFirst()).normalize() + "-restored";
  }

  @Override
  public boolean replaceable() {
    return false;
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
    return dump(tools, null);
  }

  @Override
  public Dump dump(String item, Upon upon, SourceTools tools) throws BackupException {
    return dump(tools, upon);
  }

  /** Always in the same order: what is known of an earlier one is read in step. */
  private Dump dump(SourceTools tools, @Nullable Upon upon) throws BackupException {
    for (String root : roots) {
      if (!Files.exists(Path.of(root), LinkOption.NOFOLLOW_LINKS)) {
        throw new BackupException("file-missing", "there is no " + root);
      }
    }
    Map<String, Path> named = new TreeMap<>(Known::compare);
    roots.forEach(root -> named.put(inside(root), Path.of(root)));
    return FilesDump.begin(
        new FilesDump.Wanted(named, tree(), state(), upon), tools.timeline().instant());
  }

  /** Names, sizes, times and rights: a change that keeps all of them is not seen. */
  @Override
  public @Nullable String state() throws BackupException {
    if (!watched) {
      return null;
    }
    MessageDigest digest = Tally.newSha256();
    Tree tree = tree();
    try {
      for (String root : roots) {
        digest.update((root + "\n").getBytes(StandardCharsets.UTF_8));
        if (Files.exists(Path.of(root), LinkOption.NOFOLLOW_LINKS)) {
          tree.look(Path.of(root), line -> digest.update(line.getBytes(StandardCharsets.UTF_8)));
        }
      }
    } catch (IOException e) {
      throw BackupException.of(e);
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  @Override
  public void check(InputStream bytes, SourceTools tools)
      throws BackupException, InterruptedException {
    FolderArchive.check(bytes);
  }

  @Override
  public Landing scratch(String id, Contents wanted, SourceTools tools) throws BackupException {
    return FolderArchive.scratch(KIND, id, tools);
  }

  @Override
  public Landing beside(String name, boolean over, SourceTools tools) throws BackupException {
    return FolderArchive.beside(name, over);
  }

  @Override
  public void sweep(SourceTools tools) throws InterruptedException {
    ScratchFolder.sweep(KIND, tools);
  }
}
