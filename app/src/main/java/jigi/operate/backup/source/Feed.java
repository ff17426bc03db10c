package jigi.operate.backup.source;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Map;
import jigi.base.exec.Captured;
import jigi.base.exec.Piped;
import org.jspecify.annotations.Nullable;

/** Gives a stream to a program, and tells how that went. */
public final class Feed {
  private static final int CHUNK = 64 * 1024;
  private static final int SAID_LINES = 3;

  private Feed() {}

  /**
   * How a program that was fed ended.
   *
   * @param broken why it took no more; null when it took all
   */
  public record Fed(Captured end, @Nullable IOException broken) {}

  /** Feeds it to the end of the stream, and waits for its own. */
  public static Fed into(
      List<String> command, Map<String, String> environment, InputStream bytes, SourceTools tools)
      throws BackupException, InterruptedException {
    try (Piped program = tools.exec().pipe(command, environment, true)) {
      Thread.ofVirtual().start(() -> drain(program));
      IOException broken = copy(bytes, program);
      return new Fed(program.await(tools.timeout()), broken);
    }
  }

  /** What it writes is not wanted, but must not stop it. */
  private static void drain(Piped program) {
    byte[] buffer = new byte[CHUNK];
    try (InputStream out = program.out()) {
      while (out.read(buffer) >= 0) {
        continue;
      }
    } catch (IOException e) {
      return; // it was killed
    }
  }

  /**
   * @return why the program takes no more; null when it took all
   */
  private static @Nullable IOException copy(InputStream bytes, Piped program)
      throws BackupException, InterruptedException {
    byte[] buffer = new byte[CHUNK];
    OutputStream in = program.in();
    IOException broken = null;
    for (int n = next(bytes, buffer); n >= 0; n = next(bytes, buffer)) {
      if (broken == null) {
        try {
          in.write(buffer, 0, n);
        } catch (IOException e) {
          broken = e; // the rest is still read: its own checks tell whether it is whole
        }
      }
    }
    try {
      in.close();
    } catch (IOException e) {
      broken = broken == null ? e : broken;
    }
    return broken;
  }

  /**
   * The next bytes of a backup that is being read back.
   *
   * @return how many, -1 at the end
   */
  public static int next(InputStream bytes, byte[] buffer)
      throws BackupException, InterruptedException {
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
    try {
      return bytes.read(buffer);
    } catch (InterruptedIOException e) {
      Thread.interrupted();
      throw new InterruptedException();
    } catch (IOException e) {
      throw BackupException.of(e);
    }
  }

  /** The end of a program in a sentence, with the last lines of what it said. */
  public static String said(String program, Captured end) {
    List<String> lines = end.stderr().strip().lines().toList();
    String last =
        String.join("; ", lines.subList(Math.max(0, lines.size() - SAID_LINES), lines.size()));
    String how = end.timedOut() ? "did not end in time" : "ended with " + end.code();
    return last.isEmpty() ? program + " " + how : program + " " + how + ": " + last;
  }
}
