package jigi;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import jigi.base.config.ManualAddress;
import jigi.base.exec.Captured;
import jigi.base.exec.Exec;
import jigi.base.kernel.Hash;
import jigi.base.kernel.UserError;

/**
 * Starts the stand-ins of manuals: {@code stand-ins/*.service} of the folder. They are services of
 * their own: they go on when Jigi ends, and are found again when it comes back.
 */
final class StandIns {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final Path home;
  private final Path state;
  private final Exec exec;

  /**
   * @param home the folder that holds {@code stand-in/}
   * @param data the data directory that they belong to
   */
  StandIns(Path home, Path data, Exec exec) {
    this.home = home;
    this.exec = exec;
    this.state = state(data);
  }

  /** The folder of a data directory's stand-ins; any account can enter it. */
  static Path state(Path data) {
    String name = Hash.of(data.toAbsolutePath().normalize().toString()).substring(0, 8);
    return Path.of(System.getProperty("java.io.tmpdir"), "jigi-stand-ins-" + name);
  }

  /** Starts what the manuals name and is not running yet; gives the services' names. */
  List<String> start(List<Path> manuals) throws InterruptedException {
    List<Path> files = new ArrayList<>();
    List<Path> folders =
        manuals.stream().map(manual -> ManualAddress.of(manual).folder()).distinct().toList();
    for (Path manual : folders) {
      files.addAll(services(manual.resolve("stand-ins")));
    }
    if (files.isEmpty()) {
      return List.of();
    }
    install(files);
    copyCommands(home.resolve("stand-in/bin"));
    for (Path manual : folders) {
      copyCommands(manual.resolve("stand-ins/bin"));
    }
    List<String> names = files.stream().map(StandIns::name).toList();
    List<String> start = command("start");
    start.addAll(names);
    run(start);
    return names;
  }

  private void install(List<Path> files) throws InterruptedException {
    if (installed(files)) {
      return;
    }
    List<String> install = command("install");
    files.forEach(file -> install.add(file.toAbsolutePath().toString()));
    run(install);
  }

  /** To install what is there already would cost each start a fourth of its time. */
  private boolean installed(List<Path> files) {
    Path script = home.resolve("stand-in/service");
    try {
      for (Path file : Stream.concat(files.stream(), Stream.of(script)).toList()) {
        Path copy = state.resolve(file.getFileName());
        if (!Files.exists(copy) || Files.mismatch(file, copy) >= 0) {
          return false;
        }
      }
      Path jar = home.resolve("stand-in/target/stand-in.jar");
      Path copy = state.resolve("stand-in.jar");
      return Files.exists(jar)
          && Files.exists(copy)
          && Files.getLastModifiedTime(copy).compareTo(Files.getLastModifiedTime(jar)) >= 0
          && Files.readString(state.resolve("java.path")).strip().equals(java());
    } catch (IOException e) {
      // The script tells what is wrong with the folder.
      return false;
    }
  }

  private static String java() {
    return Path.of(System.getProperty("java.home"), "bin", "java").toString();
  }

  /** Commands that play others must be reachable for the account of the steps. */
  private void copyCommands(Path folder) {
    if (!Files.isDirectory(folder)) {
      return;
    }
    try (Stream<Path> files = Files.list(folder)) {
      Path bin = Files.createDirectories(state.resolve("bin"));
      Files.setPosixFilePermissions(bin, PosixFilePermissions.fromString("rwxr-xr-x"));
      for (Path file : files.toList()) {
        Path copy = bin.resolve(file.getFileName());
        Files.copy(file, copy, StandardCopyOption.REPLACE_EXISTING);
        Files.setPosixFilePermissions(copy, PosixFilePermissions.fromString("rwxr-xr-x"));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** One of the service script's verbs with its arguments. */
  void control(List<String> command) throws InterruptedException {
    List<String> whole = command(command.getFirst());
    whole.addAll(command.subList(1, command.size()));
    run(whole);
  }

  /** Which of them run, by name. */
  List<String> running() throws InterruptedException {
    List<String> all = new ArrayList<>();
    for (Path file : services(state)) {
      List<String> status = command("status");
      status.add(name(file));
      if (exec.capture(status, PATIENCE, Map.of()).code() == 0) {
        all.add(name(file));
      }
    }
    return all;
  }

  /** Ends all that run. */
  void stop() throws InterruptedException {
    List<String> running = running();
    if (!running.isEmpty()) {
      List<String> stop = command("stop");
      stop.addAll(running);
      run(stop);
    }
  }

  private List<String> command(String verb) {
    Path service = home.resolve("stand-in/service");
    return new ArrayList<>(List.of(service.toString(), "--state", state.toString(), verb));
  }

  private void run(List<String> command) throws InterruptedException {
    Captured done = exec.capture(command, PATIENCE, Map.of("STAND_IN_JAVA", java()));
    if (done.code() != 0) {
      throw new UserError(
          "stand-in-not-started",
          "the stand-ins do not start: "
              + (done.stderr() + done.stdout()).strip().replaceAll("\\R", "; "),
          "free the ports that their .service files name, or start without --stand-ins");
    }
  }

  private static List<Path> services(Path folder) {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(file -> file.toString().endsWith(".service")).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String name(Path file) {
    return file.getFileName().toString().replace(".service", "");
  }
}
