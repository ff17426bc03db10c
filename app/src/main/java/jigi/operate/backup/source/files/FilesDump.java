package jigi.operate.backup.source.files;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import jigi.operate.backup.source.BackupException;
import jigi.operate.backup.source.Contents;
import jigi.operate.backup.source.Dump;
import jigi.operate.backup.source.Incremental.Upon;
import org.jspecify.annotations.Nullable;

/** Reads each file once: the same bytes go into the archive and into what is measured. */
final class FilesDump implements Dump {
  /** Of {@link Contents#about}: the names of what was named in the manual. */
  static final String ROOT = "root/";

  private static final int BUFFER = 1024 * 1024;
  private static final int NAMED = 5;

  private final PipedInputStream bytes;
  private final FutureTask<Walked> walk;
  private final Thread thread;
  private final Tree tree;
  private final Instant taken;

  private FilesDump(PipedInputStream bytes, FutureTask<Walked> walk, Tree tree, Instant taken) {
    this.bytes = bytes;
    this.walk = walk;
    this.tree = tree;
    this.taken = taken;
    this.thread = Thread.ofPlatform().name("files are read").start(walk);
  }

  /** How it ended: what was measured, or why it did not come to its end. */
  private record Walked(Contents contents, @Nullable IOException broken) {}

  /**
   * What is read.
   *
   * @param roots by their names in the archive, in the order in which they are read
   * @param state of the source before; null when nobody asks for it
   * @param upon null for a backup upon which no other will build
   */
  record Wanted(Map<String, Path> roots, Tree tree, @Nullable String state, @Nullable Upon upon) {}

  /** Begins to read. */
  static FilesDump begin(Wanted wanted, Instant taken) throws BackupException {
    PipedInputStream bytes = new PipedInputStream(BUFFER);
    try {
      PipedOutputStream pipe = new PipedOutputStream(bytes);
      FutureTask<Walked> walk = new FutureTask<>(() -> walk(wanted, pipe));
      return new FilesDump(bytes, walk, wanted.tree(), taken);
    } catch (IOException e) {
      throw BackupException.of(e);
    }
  }

  /** What ends it early is told by {@link #finish}: why nobody reads on is known elsewhere. */
  private static Walked walk(Wanted wanted, PipedOutputStream pipe) {
    Upon upon = wanted.upon();
    try (OutputStream out = new BufferedOutputStream(pipe, BUFFER);
        Increment increment = upon == null ? null : Increment.begin(upon)) {
      TarOutput archive = new TarOutput(out);
      Tally tally = new Tally();
      Archiving archiving = new Archiving(archive, tally, increment);
      for (Map.Entry<String, Path> root : wanted.roots().entrySet()) {
        wanted.tree().walk(root.getValue(), root.getKey(), archiving);
      }
      Map<String, String> about = new TreeMap<>();
      if (increment != null) {
        increment.end(archive);
        about.putAll(increment.about());
      }
      archive.end();
      addAbout(wanted, about);
      return new Walked(new Contents(about, tally.facts()), null);
    } catch (IOException e) {
      return new Walked(Contents.NONE, e);
    }
  }

  private static void addAbout(Wanted wanted, Map<String, String> about) {
    String state = wanted.state();
    if (state != null) {
      about.put(Contents.STATE, state);
    }
    wanted.roots().forEach((name, root) -> about.put(ROOT + name, root.toString()));
    wanted.tree().changed().forEach((file, how) -> about.put(Contents.CHANGED + file, how));
    wanted.tree().skipped().forEach((file, why) -> about.put("skipped/" + file, why));
  }

  private record Archiving(TarOutput archive, Tally tally, @Nullable Increment increment)
      implements Tree.Visitor {
    @Override
    public byte @Nullable [] unchanged(Entry entry, State state) throws IOException {
      byte[] sha256 = increment == null ? null : increment.unchanged(entry, state);
      if (sha256 != null) {
        tally.add(entry, sha256);
      }
      return sha256;
    }

    @Override
    public void still(Entry entry, State state, byte[] sha256) throws IOException {
      if (increment != null) {
        increment.still(entry, state, sha256);
      }
    }

    @Override
    public void begin(Entry entry) throws IOException {
      archive.begin(entry);
    }

    @Override
    public void bytes(byte[] bytes, int length) throws IOException {
      archive.write(bytes, 0, length);
    }

    @Override
    public void end(Entry entry, byte[] sha256) throws IOException {
      archive.pad(entry.size());
      tally.add(entry, sha256);
    }
  }

  @Override
  public InputStream bytes() {
    return bytes;
  }

  @Override
  public Instant taken() {
    return taken;
  }

  private Walked walked() throws InterruptedException {
    try {
      return walk.get();
    } catch (ExecutionException e) {
      throw new IllegalStateException("files could not be walked", e.getCause());
    }
  }

  @Override
  public Contents contents() throws InterruptedException {
    return walked().contents();
  }

  @Override
  public void finish() throws BackupException, InterruptedException {
    IOException broken = walked().broken();
    if (broken != null) {
      throw new BackupException("dump-failed", "the files cannot be read: " + broken, broken);
    }
    Map<String, String> unreadable = tree.unreadable();
    if (!unreadable.isEmpty()) {
      String some =
          String.join(
              "\n",
              unreadable.entrySet().stream()
                  .limit(NAMED)
                  .map(each -> each.getKey() + ": " + each.getValue())
                  .toList());
      throw new BackupException("file-unreadable", unreadable.size() + " cannot be read\n" + some);
    }
  }

  @Override
  public void close() {
    thread.interrupt();
    try {
      bytes.close();
    } catch (IOException e) {
      throw new IllegalStateException("a pipe within Jigi that cannot be closed", e);
    }
  }
}
