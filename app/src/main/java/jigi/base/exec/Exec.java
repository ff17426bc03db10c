package jigi.base.exec;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import jigi.base.kernel.Hash;
import jigi.base.kernel.UserError;

/** The only place that starts processes. */
public final class Exec implements AutoCloseable {
  static final String PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";
  private static final int KEPT = 1024 * 1024;
  private static final byte[] NOTHING = {};

  private final Path root;
  private final boolean isRoot;
  private final LocalAttempts local;
  private final CountDownLatch closing = new CountDownLatch(1);

  /**
   * @param root holds the attempts' directories; made with mode 0700, on persistent disk
   * @throws UserError {@code attempts-not-writable}
   */
  public Exec(Path root) {
    this.root = root.toAbsolutePath();
    this.isRoot = "root".equals(System.getProperty("user.name"));
    try {
      Files.createDirectories(this.root);
      Files.setPosixFilePermissions(this.root, PosixFilePermissions.fromString("rwx------"));
      this.local = new LocalAttempts(this.root, installShim(), this);
    } catch (IOException e) {
      throw new UserError(
          "attempts-not-writable",
          "the folder of running steps cannot be written (" + this.root + ")",
          "make it writable for " + System.getProperty("user.name") + ", or name another one",
          e);
    }
  }

  /** {@code ~/.jigi/attempts}. */
  public static Path defaultRoot() {
    return Path.of(System.getProperty("user.home"), ".jigi", "attempts");
  }

  public Path root() {
    return root;
  }

  /** Whether steps run under another account than Jigi itself. */
  public boolean isRoot() {
    return isRoot;
  }

  /** The attempts of this host. */
  public Attempts local() {
    return local;
  }

  /** A host that is reached through a shell there. */
  public RemoteTarget remote(RemoteShell shell) {
    RemoteTools tools = new RemoteTools(shell);
    return new RemoteTarget(tools, new RemoteAttempts(root, tools, this));
  }

  /** The command under another account when Jigi is root; unchanged otherwise. */
  public List<String> as(String account, List<String> command) {
    if (!isRoot || account.equals("root")) {
      return command;
    }
    return Stream.concat(
            Stream.of(
                "setpriv",
                "--reuid",
                account,
                "--regid",
                account.equals("nobody") ? "nogroup" : account,
                "--clear-groups",
                "--"),
            command.stream())
        .toList();
  }

  /**
   * Runs a short command to its end: no shell, stdin closed, an empty environment but PATH and
   * LANG.
   *
   * @param timeout on the real clock; the command and its descendants are killed then
   * @return the first MiB of each stream
   * @throws UserError {@code command-not-started}
   */
  public Captured capture(List<String> command, Duration timeout, Map<String, String> environment)
      throws InterruptedException {
    return exchange(command, NOTHING, timeout, environment).text();
  }

  /**
   * As {@link #capture}, with bytes for its stdin.
   *
   * @throws UserError {@code command-not-started}
   */
  public Exchange exchange(
      List<String> command, byte[] input, Duration timeout, Map<String, String> environment)
      throws InterruptedException {
    Process process = start(command, environment, input.length > 0);
    Reader out = new Reader(process.getInputStream());
    Reader err = new Reader(process.getErrorStream());
    if (input.length > 0) {
      Thread.ofVirtual().start(() -> feed(process, input));
    }
    boolean ended;
    try {
      ended = process.waitFor(timeout.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      destroy(process);
      throw e;
    }
    if (!ended) {
      destroy(process);
    }
    // What the command left running may hold its pipes open for ever.
    Duration rest = Duration.ofMillis(ended ? 500 : 100);
    byte[] stdout = out.bytes(rest);
    byte[] stderr = err.bytes(rest);
    return new Exchange(
        ended ? process.exitValue() : -1,
        stdout,
        new String(stderr, StandardCharsets.UTF_8),
        !ended,
        out.truncated || err.truncated);
  }

  /**
   * Starts a command whose output or input is a stream of any length: no shell, an empty
   * environment but PATH and LANG. Whoever starts it closes it.
   *
   * @param fed whether it is given input; otherwise its stdin is closed
   * @throws UserError {@code command-not-started}
   */
  public Piped pipe(List<String> command, Map<String, String> environment, boolean fed) {
    Process process = start(command, environment, fed);
    return new Piped(process, new Reader(process.getErrorStream()));
  }

  private static void feed(Process process, byte[] input) {
    try (OutputStream stdin = process.getOutputStream()) {
      stdin.write(input);
    } catch (IOException e) {
      // It ended without reading all: its exit status says more than the broken pipe.
      return;
    }
  }

  /** Waits on the real clock; ends early, by exception, when Jigi stops. */
  void pause(Duration time) throws InterruptedException {
    if (closing.await(time.toMillis(), TimeUnit.MILLISECONDS)) {
      throw new InterruptedException("Jigi stops");
    }
  }

  /** Lets go of everything that is watched; what runs goes on running. */
  @Override
  public void close() {
    closing.countDown();
  }

  private static Process start(List<String> command, Map<String, String> environment, boolean fed) {
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().clear();
    builder.environment().put("PATH", PATH);
    builder.environment().put("LANG", "C.UTF-8");
    builder.environment().putAll(environment);
    if (!fed) {
      builder.redirectInput(Path.of("/dev/null").toFile());
    }
    try {
      return builder.start();
    } catch (IOException e) {
      throw new UserError(
          "command-not-started",
          "the command could not be started (" + command.getFirst() + ")",
          "see that it is installed and executable",
          e);
    }
  }

  static void destroy(Process process) throws InterruptedException {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
    process.waitFor();
  }

  /** Named by its content, so that a new version never changes the script under a running one. */
  private Path installShim() throws IOException {
    byte[] script = resource("shim.pl");
    Path file = root.resolve("shim-" + Hash.of(script).substring(0, 12) + ".pl");
    if (!Files.exists(file)) {
      Path temporary = Files.createTempFile(root, "shim", ".new");
      Files.write(temporary, script);
      Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
    }
    return file;
  }

  static byte[] resource(String name) {
    try (InputStream in = Exec.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException("the jar lacks " + name);
      }
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + name + " of the jar", e);
    }
  }

  /** Reads a stream to its end, keeping the beginning. */
  static final class Reader {
    private final ByteArrayOutputStream kept = new ByteArrayOutputStream();
    private final Thread thread;
    private volatile boolean truncated;

    boolean truncated() {
      return truncated;
    }

    Reader(InputStream in) {
      thread = Thread.ofVirtual().start(() -> readAll(in));
    }

    byte[] bytes(Duration atMost) throws InterruptedException {
      thread.join(atMost);
      synchronized (kept) {
        return kept.toByteArray();
      }
    }

    private void readAll(InputStream in) {
      byte[] buffer = new byte[8192];
      try (in) {
        for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
          synchronized (kept) {
            int room = Math.min(n, KEPT - kept.size());
            kept.write(buffer, 0, room);
            truncated |= room < n;
          }
        }
      } catch (IOException e) {
        if (!String.valueOf(e.getMessage()).contains("losed")) {
          throw new UncheckedIOException(e);
        }
      }
    }
  }
}
