package jigi.operate.backup.source.files;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import jigi.base.kernel.Ids;
import jigi.base.kernel.UserError;
import jigi.operate.backup.source.BackupException;
import jigi.operate.backup.source.Contents;
import jigi.operate.backup.source.ScratchFolder;
import org.jspecify.annotations.Nullable;

/** A new folder, which has a temporary name until what was restored into it was compared. */
final class FilesLanding implements FolderArchive.Restored {
  private static final int CHUNK = 64 * 1024;
  private static final int NAMED = 5;

  private final Path folder;
  private final @Nullable Path target;
  private final @Nullable ScratchFolder scratch;
  private final List<Entry> names = new ArrayList<>();
  private final List<Entry> links = new ArrayList<>();
  private final List<Entry> folders = new ArrayList<>();

  /** The other backups whose files are still to come. */
  private final Set<String> awaited = new TreeSet<>();

  private final Attributes attributes = new Attributes();

  /** By the name in the archive: which attributes could not be given, and why. */
  private final Map<String, String> refused = new TreeMap<>();

  private boolean kept;

  /**
   * @param folder is made here
   * @param target its final name; null when it never gets one
   */
  FilesLanding(Path folder, @Nullable Path target, @Nullable ScratchFolder scratch) {
    this.folder = folder;
    this.target = target;
    this.scratch = scratch;
  }

  static FilesLanding beside(Path target) {
    Path temporary = target.resolveSibling(target.getFileName() + ".jigi-restore-" + Ids.secret(6));
    return new FilesLanding(temporary, target, null);
  }

  @Override
  public Path folder() {
    return folder;
  }

  @Override
  public String where() {
    return target == null ? "scratch" : target.toString();
  }

  @Override
  public void restore(Contents wanted, InputStream bytes)
      throws BackupException, InterruptedException {
    awaited.addAll(wanted.named(Contents.UPON));
    TarInput archive = new TarInput(bytes);
    try {
      Files.createDirectory(folder);
      for (Entry entry = archive.next(); entry != null; entry = archive.next()) {
        switch (entry.kind()) {
          case FILE -> file(entry, archive);
          case NAME -> names.add(entry);
          case LINK -> links.add(entry);
          case FOLDER -> {
            Files.createDirectories(folder.resolve(entry.name()));
            folders.add(entry);
          }
        }
      }
      settleWhenWhole();
    } catch (IOException e) {
      throw BackupException.restoring(e);
    }
  }

  /** Of the other archive only what did not change until the one that is restored. */
  @Override
  public void add(String backup, InputStream bytes) throws BackupException, InterruptedException {
    TarInput archive = new TarInput(bytes);
    try (Known index = Known.open(folder.resolve(Increment.INDEX))) {
      Known.Line wanted = next(index, backup);
      for (Entry entry = archive.next(); entry != null; entry = archive.next()) {
        boolean file = entry.kind() == Entry.Kind.FILE;
        if (file && wanted != null && wanted.name().equals(entry.name())) {
          file(entry, archive);
          index.pass();
          wanted = next(index, backup);
        }
      }
      if (wanted != null) {
        throw new BackupException(
            "restore-failed", "another backup that it builds upon has no " + wanted.name());
      }
      awaited.remove(backup);
      settleWhenWhole();
    } catch (IOException e) {
      throw BackupException.restoring(e);
    } catch (UserError e) {
      throw new BackupException("dump-damaged", "its list of other files: " + e.fact(), e);
    }
  }

  private static Known.@Nullable Line next(Known index, String backup) throws IOException {
    Known.Line line = index.next();
    while (line != null && !line.from().equals(backup)) {
      index.pass();
      line = index.next();
    }
    return line;
  }

  /** Links come last, so that nothing is ever written through one; folders get theirs after. */
  private void settleWhenWhole() throws IOException, BackupException {
    if (!awaited.isEmpty()) {
      return;
    }
    Files.deleteIfExists(folder.resolve(Increment.INDEX));
    for (Entry name : names) {
      Files.createLink(place(name), folder.resolve(name.link()));
    }
    for (Entry link : links) {
      Path at = place(link);
      Files.createSymbolicLink(at, Path.of(link.link()));
      own(at, link);
    }
    folders.sort(Comparator.comparing(Entry::name).reversed());
    for (Entry each : folders) {
      settle(folder.resolve(each.name()), each);
    }
  }

  private Path place(Entry entry) throws IOException {
    Path at = folder.resolve(entry.name());
    Path parent = at.getParent();
    if (parent != null) {
      Files.createDirectories(parent);
    }
    return at;
  }

  private void file(Entry entry, TarInput archive)
      throws IOException, BackupException, InterruptedException {
    Path at = place(entry);
    byte[] buffer = new byte[CHUNK];
    try (FileChannel out =
        FileChannel.open(at, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      for (int n = archive.read(buffer); n >= 0; n = archive.read(buffer)) {
        write(out, buffer, n);
      }
      if (out.size() < entry.size()) {
        // The file ends in a hole: its last byte makes it as long as it was.
        out.write(ByteBuffer.wrap(new byte[1]), entry.size() - 1);
      }
    }
    settle(at, entry);
  }

  /** Zeroes become holes, so that a sparse file takes no more room than it did. */
  private static void write(FileChannel out, byte[] buffer, int n) throws IOException {
    boolean empty = true;
    for (int i = 0; i < n && empty; i++) {
      empty = buffer[i] == 0;
    }
    if (empty) {
      out.position(out.position() + n);
      return;
    }
    ByteBuffer bytes = ByteBuffer.wrap(buffer, 0, n);
    while (bytes.hasRemaining()) {
      out.write(bytes);
    }
  }

  /** Owner first: a change of the owner takes special bits of the mode away. */
  private void settle(Path at, Entry entry) throws IOException, BackupException {
    own(at, entry);
    Map<String, String> not = attributes.give(at, entry.attributes());
    if (!not.isEmpty()) {
      refused.put(entry.name(), not.toString());
    }
    Files.setAttribute(at, "unix:mode", entry.mode());
    Files.setLastModifiedTime(at, FileTime.fromMillis(entry.modified() * 1000));
  }

  private static void own(Path at, Entry entry) throws IOException {
    Map<String, Object> now = Files.readAttributes(at, "unix:uid,gid", LinkOption.NOFOLLOW_LINKS);
    boolean same =
        Integer.valueOf((int) entry.uid()).equals(now.get("uid"))
            && Integer.valueOf((int) entry.gid()).equals(now.get("gid"));
    if (!same) {
      Files.setAttribute(at, "unix:uid", (int) entry.uid(), LinkOption.NOFOLLOW_LINKS);
      Files.setAttribute(at, "unix:gid", (int) entry.gid(), LinkOption.NOFOLLOW_LINKS);
    }
  }

  @Override
  public Contents contents(Contents wanted) throws BackupException {
    Tally tally = new Tally();
    Tree tree = new Tree(List.of());
    try {
      // The folders above them are made by the restore, and are none of the backup's.
      for (String root : roots(wanted)) {
        tree.walk(folder.resolve(root), root, new Counting(tally));
      }
    } catch (IOException e) {
      throw new BackupException("restore-failed", e.toString(), e);
    }
    Map<String, String> facts = new TreeMap<>(tally.facts());
    for (String name : refused.keySet()) {
      // What cannot be given here is told, and is no sign of a bad backup.
      String fact = Tally.ATTRIBUTES + Entry.folder(name);
      facts.remove(fact);
      String told = wanted.facts().get(fact);
      if (told != null) {
        facts.put(fact, told);
      }
    }
    return new Contents(Map.of(), facts);
  }

  /** In the order in which they were read: the first of the names of a file is the same then. */
  private static List<String> roots(Contents wanted) {
    return wanted.named(FilesDump.ROOT).stream().sorted(Known::compare).toList();
  }

  private record Counting(Tally tally) implements Tree.Visitor {
    @Override
    public void begin(Entry entry) {
      return;
    }

    @Override
    public void bytes(byte[] bytes, int length) {
      return;
    }

    @Override
    public void end(Entry entry, byte[] sha256) {
      tally.add(entry, sha256);
    }
  }

  /** The size of a file by its name in the archive; empty when there is none. */
  @Override
  public String ask(String question) throws BackupException {
    Path file = folder.resolve(question.startsWith("/") ? question.substring(1) : question);
    try {
      return Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)
          ? String.valueOf(Files.size(file))
          : "";
    } catch (IOException e) {
      throw new BackupException("question-failed", e.toString(), e);
    }
  }

  @Override
  public List<String> notes() {
    if (refused.isEmpty()) {
      return List.of();
    }
    List<String> some =
        refused.entrySet().stream()
            .limit(NAMED)
            .map(each -> each.getKey() + " " + each.getValue())
            .toList();
    return List.of(
        "extended attributes of "
            + refused.size()
            + " could not be given here, and were not compared in their folders: "
            + String.join("; ", some));
  }

  @Override
  public void keep() throws BackupException {
    Path name = target;
    if (name == null) {
      return;
    }
    try {
      if (Files.exists(name, LinkOption.NOFOLLOW_LINKS)) {
        throw new BackupException(
            "target-taken", "something has come by that name meanwhile (" + name + ")");
      }
      Files.move(folder, name, StandardCopyOption.ATOMIC_MOVE);
      kept = true;
    } catch (IOException e) {
      throw new BackupException("restore-failed", e.toString(), e);
    }
  }

  @Override
  public void close() {
    if (scratch != null) {
      scratch.remove();
    } else if (!kept && Files.exists(folder)) {
      try (Stream<Path> all = Files.walk(folder)) {
        for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(each);
        }
      } catch (IOException e) {
        throw new UncheckedIOException("cannot remove " + folder, e);
      }
    }
  }
}
