package jigi.base.exec;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;
import jigi.base.kernel.RealTime;
import jigi.base.kernel.UserError;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The copy of an attempt's log on this host, in files of the same names. */
final class RemoteLog {
  private static final Logger LOG = LoggerFactory.getLogger(RemoteLog.class);
  private static final String COMPLETE = "log-complete";

  /** What {@code remote.pl} answers with at most, in bytes of log. */
  private static final int CHUNK = 512 * 1024;

  private static final Duration FRESH = Duration.ofMillis(300);
  private static final Duration AWAY = Duration.ofSeconds(5);

  /** What the target has. */
  interface Source {
    Answer more(String id, long from) throws RemoteShell.Unreachable, InterruptedException;
  }

  /**
   * The answer of {@code remote.pl log}.
   *
   * @param ended nothing will be added any more
   */
  record Answer(byte[] bytes, boolean ended) {}

  private final Path folder;
  private final Source source;
  private final ReentrantLock lock = new ReentrantLock();
  private long notBefore = Long.MIN_VALUE;

  RemoteLog(Path folder, Source source) {
    this.folder = folder;
    this.source = source;
  }

  boolean complete() {
    return Files.exists(folder.resolve(COMPLETE));
  }

  /** The attempt has ended: the next look must show all that it said. */
  void expire() {
    lock.lock();
    try {
      notBefore = RealTime.nanos();
    } finally {
      lock.unlock();
    }
  }

  /** Fetches what is new; what cannot be fetched now is shown later. */
  void refresh(String id) {
    lock.lock();
    try {
      if (complete() || RealTime.nanos() < notBefore) {
        return;
      }
      boolean reached = fetch(id);
      notBefore = RealTime.nanos() + (reached ? FRESH : AWAY).toNanos();
    } finally {
      lock.unlock();
    }
  }

  private boolean fetch(String id) {
    try {
      Files.createDirectories(
          folder,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
      while (true) {
        Answer answer = source.more(id, size());
        boolean grown = apply(answer.bytes());
        if (!grown) {
          if (answer.ended()) {
            Files.writeString(folder.resolve(COMPLETE), "");
          }
          return true;
        }
        // A step that talks all the time would never let its reader go.
        if (!answer.ended() && answer.bytes().length < CHUNK) {
          return true;
        }
      }
    } catch (RemoteShell.Unreachable e) {
      LOG.debug("the log of attempt {} cannot be fetched: {}", id, e.why());
      return false;
    } catch (UserError e) {
      LOG.debug("the log of attempt {} cannot be fetched: {}", id, e.fact());
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    } catch (IOException e) {
      throw new UncheckedIOException("cannot copy the log into " + folder, e);
    }
  }

  /** The last file begins where its name says. */
  private long size() throws IOException {
    long end = 0;
    for (Path part : parts()) {
      end = Math.max(end, offset(part) + Files.size(part));
    }
    return end;
  }

  private List<Path> parts() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(f -> f.getFileName().toString().matches("log\\.\\d{15}")).toList();
    }
  }

  private static long offset(Path part) {
    return Long.parseLong(part.getFileName().toString().substring(4));
  }

  /** True when bytes came. */
  private boolean apply(byte[] bytes) throws IOException {
    int at = lineEnd(bytes, 0);
    Set<Long> kept = kept(text(bytes, 0, at));
    boolean grown = false;
    for (at++; at < bytes.length; ) {
      int end = lineEnd(bytes, at);
      String[] words = text(bytes, at, end).split(" ", -1);
      int length = Integer.parseInt(words[3]);
      Path part = folder.resolve(String.format("log.%015d", Long.parseLong(words[1])));
      write(part, Long.parseLong(words[2]), ByteBuffer.wrap(bytes, end + 1, length));
      at = end + 1 + length;
      grown = true;
    }
    for (Path part : parts()) {
      if (!kept.isEmpty() && !kept.contains(offset(part))) {
        Files.delete(part); // the middle of a flood is not kept there either
      }
    }
    return grown;
  }

  private static Set<Long> kept(String head) {
    Set<Long> offsets = new HashSet<>();
    for (String word : head.split(" ", -1)) {
      int colon = word.indexOf(':');
      if (colon > 0) {
        offsets.add(Long.parseLong(word.substring(0, colon)));
      }
    }
    return offsets;
  }

  private static void write(Path part, long position, ByteBuffer bytes) throws IOException {
    try (FileChannel channel =
        FileChannel.open(part, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      channel.position(position);
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
    }
  }

  private static int lineEnd(byte[] bytes, int from) throws IOException {
    for (int i = from; i < bytes.length; i++) {
      if (bytes[i] == '\n') {
        return i;
      }
    }
    throw new IOException("the target's answer about a log is cut off");
  }

  private static String text(byte[] bytes, int from, int to) {
    return new String(bytes, from, to - from, StandardCharsets.UTF_8);
  }
}
