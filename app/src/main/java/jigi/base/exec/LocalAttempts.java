package jigi.base.exec;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import jigi.base.kernel.UserError;

/** Attempts on this host. */
final class LocalAttempts implements Attempts {
  private static final Duration POLL = Duration.ofMillis(100);
  private static final int INSPECT_EVERY = 10;

  private final Path root;
  private final Path shim;
  private final Exec exec;
  private final Map<String, Process> children = new ConcurrentHashMap<>();

  LocalAttempts(Path root, Path shim, Exec exec) {
    this.root = root;
    this.shim = shim;
    this.exec = exec;
  }

  @Override
  public void start(AttemptSpec spec, long token) {
    Process before = children.get(spec.id());
    if (before != null && before.isAlive()) {
      return; // started already, though it may have left no sign yet
    }
    Path folder = folder(spec.id());
    try {
      prepare(folder, spec);
      ProcessBuilder builder =
          new ProcessBuilder("perl", shim.toString(), "start", folder.toString(), "" + token);
      builder.environment().clear();
      builder.environment().put("PATH", Exec.PATH);
      builder.directory(root.toFile());
      builder.redirectInput(Path.of("/dev/null").toFile());
      builder.redirectOutput(ProcessBuilder.Redirect.DISCARD);
      builder.redirectError(ProcessBuilder.Redirect.appendTo(folder.resolve("shim.err").toFile()));
      children.put(spec.id(), builder.start());
    } catch (IOException e) {
      throw new UserError(
          "attempt-not-started",
          "the command could not be started on this host (" + e.getMessage() + ")",
          "see that perl is installed and that " + root + " can be written",
          e);
    }
  }

  @Override
  public AttemptState inspect(String id) throws InterruptedException {
    return ask(id, "inspect");
  }

  @Override
  public AttemptState await(String id) throws InterruptedException {
    Process child = children.get(id);
    if (child != null) {
      child.waitFor();
      children.remove(id, child);
    }
    Path exit = folder(id).resolve("exit");
    for (int turn = 0; ; turn++) {
      if (turn % INSPECT_EVERY == 0 || Files.exists(exit)) {
        AttemptState state = inspect(id);
        if (!(state instanceof AttemptState.Running)) {
          return state;
        }
      }
      exec.pause(POLL);
    }
  }

  @Override
  public AttemptState kill(String id, Duration grace, Exit.Why why) throws InterruptedException {
    String word = why.name().toLowerCase(java.util.Locale.ROOT);
    AttemptState state = ask(id, "kill", "" + grace.toMillis() / 1000.0, word);
    Process child = children.get(id);
    if (child == null || state instanceof AttemptState.Running) {
      return state;
    }
    // A shim that had not begun yet reads now that it must not, and writes that down.
    child.waitFor();
    return inspect(id);
  }

  @Override
  public AttemptState prevent(String id, long token) throws InterruptedException {
    return ask(id, "void", "" + token);
  }

  @Override
  public AttemptLog log(String id) {
    return new AttemptLog(folder(id));
  }

  @Override
  public void forget(String id) {
    children.remove(id);
    Path folder = folder(id);
    if (!Files.exists(folder)) {
      return;
    }
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot delete " + folder, e);
    }
  }

  private Path folder(String id) {
    return root.resolve(AttemptAnswer.checkedId(id));
  }

  private void prepare(Path folder, AttemptSpec spec) throws IOException {
    Files.createDirectories(
        folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    String as = spec.as() == null ? (exec.isRoot() ? "nobody" : "") : spec.as();
    Path work = spec.folder();
    String from = work == null ? "/" : work.toAbsolutePath().toString();
    for (Map.Entry<String, String> file : AttemptFiles.of(spec, as, from).entrySet()) {
      String mode = AttemptFiles.open(file.getKey()) ? "rw-r--r--" : "rw-------";
      write(folder, file.getKey(), file.getValue(), mode);
    }
  }

  /** By rename: a shim that starts at the same moment reads a whole file. */
  private static void write(Path folder, String name, String text, String mode) throws IOException {
    Path temporary = folder.resolve(name + ".new");
    Files.deleteIfExists(temporary);
    Files.createFile(
        temporary, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(mode)));
    Files.writeString(temporary, text, StandardCharsets.UTF_8);
    Files.setPosixFilePermissions(temporary, PosixFilePermissions.fromString(mode));
    Files.move(
        temporary,
        folder.resolve(name),
        StandardCopyOption.ATOMIC_MOVE,
        StandardCopyOption.REPLACE_EXISTING);
  }

  private AttemptState ask(String id, String verb, String... arguments)
      throws InterruptedException {
    Path folder = folder(id);
    if (!Files.isDirectory(folder)) {
      return new AttemptState.NeverStarted();
    }
    List<String> command =
        Stream.concat(
                Stream.of("perl", shim.toString(), verb, folder.toString()), Stream.of(arguments))
            .toList();
    Captured answer = exec.capture(command, Duration.ofMinutes(2), Map.of());
    if (answer.code() != 0) {
      return new AttemptState.Unreachable(answer.stderr().strip());
    }
    return AttemptAnswer.parse(answer.stdout().strip());
  }
}
