package jigi.operate.backup.source.files;

import java.io.IOException;
import java.io.InputStream;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import jigi.base.kernel.Hash;
import jigi.operate.backup.source.Contents;
import jigi.operate.backup.source.Incremental.Upon;
import org.jspecify.annotations.Nullable;

/**
 * Tells, while a tree is walked, which files are as the backup before found them, and writes down
 * what the next one has to know. What cannot be told is read again.
 */
final class Increment implements AutoCloseable {
  /** In an archive: the files that others hold, as {@link Known} writes them. */
  static final String INDEX = ".jigi-unchanged";

  private static final String PART = ".part";
  private static final String UNCHANGED = ".unchanged";

  /**
   * A file that was written within so many milliseconds before the walk may be written again
   * without another time: clocks of file systems are coarse.
   */
  private static final long COARSE = 2000;

  private static final int CHUNK = 64 * 1024;

  private final Upon upon;
  private final long begun;
  private final @Nullable Known before;
  private final Writer next;
  private final Writer unchanged;
  private final TreeSet<String> needed = new TreeSet<>();

  private Increment(Upon upon, long begun, @Nullable Known before, Writer next, Writer unchanged) {
    this.upon = upon;
    this.begun = begun;
    this.before = before;
    this.next = next;
    this.unchanged = unchanged;
  }

  static Increment begin(Upon upon) throws IOException {
    Files.createDirectories(
        upon.folder(),
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    sweep(upon);
    Path part = upon.folder().resolve(upon.id() + PART);
    Writer next = Known.write(part);
    // By the clock that stamps files, which is not that of a rehearsal.
    long begun = State.of(part).changed().toMillis();
    Writer unchanged = Known.write(upon.folder().resolve(upon.id() + UNCHANGED));
    return new Increment(upon, begun, opened(upon), next, unchanged);
  }

  /** Only what the one before knew is wanted any more; also what a killed Jigi left goes. */
  private static void sweep(Upon upon) throws IOException {
    try (Stream<Path> files = Files.list(upon.folder())) {
      for (Path file : files.toList()) {
        if (!String.valueOf(file.getFileName()).equals(upon.before())) {
          Files.delete(file);
        }
      }
    }
  }

  private static @Nullable Known opened(Upon upon) throws IOException {
    String before = upon.before();
    Path file = before == null ? null : upon.folder().resolve(before);
    return file == null || !Known.isWhole(file) ? null : Known.open(file);
  }

  /** The checksum of what is not read again; null when it must be. */
  byte @Nullable [] unchanged(Entry entry, State state) throws IOException {
    Known.Line line = before == null ? null : before.find(entry.name());
    boolean same = line != null && line.state().equals(text(entry, state));
    if (line == null || !same || !upon.names().containsKey(line.from())) {
      return null;
    }
    needed.add(line.from());
    unchanged.write(Known.text(new Known.Line(line.name(), line.from(), "", "")));
    next.write(Known.text(line));
    return HexFormat.of().parseHex(line.sha256());
  }

  /** An archive from before attributes were kept has none of a file that has some. */
  private static String text(Entry entry, State state) {
    Map<String, String> more = entry.attributes();
    return more.isEmpty() ? state.text() : state.text() + " " + Hash.of(more.toString());
  }

  /** A file that was read, and was the same afterwards. */
  void still(Entry entry, State state, byte[] sha256) throws IOException {
    if (state.changed().toMillis() < begun - COARSE) {
      String sum = HexFormat.of().formatHex(sha256);
      next.write(Known.text(new Known.Line(entry.name(), upon.id(), text(entry, state), sum)));
    }
  }

  /** Puts the names of what others hold at the end of the archive. */
  void end(TarOutput archive) throws IOException {
    unchanged.close();
    next.close();
    if (!needed.isEmpty()) {
      Path list = upon.folder().resolve(upon.id() + UNCHANGED);
      long size = Files.size(list);
      archive.begin(State.of(list).entry(INDEX, Entry.Kind.FILE, ""));
      byte[] buffer = new byte[CHUNK];
      try (InputStream in = Files.newInputStream(list)) {
        for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
          archive.write(buffer, 0, n);
        }
      }
      archive.pad(size);
    }
    Files.move(
        upon.folder().resolve(upon.id() + PART),
        upon.folder().resolve(upon.id()),
        StandardCopyOption.ATOMIC_MOVE);
  }

  /** What a restore must know of it. */
  Map<String, String> about() {
    Map<String, String> about = new TreeMap<>();
    for (String id : needed) {
      about.put(Contents.UPON + id, String.valueOf(upon.names().get(id)));
    }
    if (!needed.isEmpty()) {
      about.put(Contents.INCREMENT, String.valueOf(upon.number()));
    }
    return about;
  }

  @Override
  public void close() throws IOException {
    try (Writer _ = next;
        Writer _ = unchanged;
        Known _ = before) {
      Files.deleteIfExists(upon.folder().resolve(upon.id() + UNCHANGED));
    }
  }
}
