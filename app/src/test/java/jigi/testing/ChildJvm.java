package jigi.testing;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A test's own program in a process of its own, to be killed or to die at a named point.
 *
 * @param folder its first argument, with its log
 * @param arguments the others
 */
public record ChildJvm(Class<?> main, Path folder, List<String> arguments) {
  public static ChildJvm of(Class<?> main, Path folder, String... arguments) {
    return new ChildJvm(main, folder, List.of(arguments));
  }

  /**
   * @param point where it dies, several with commas; null for nowhere
   */
  public Process start(@Nullable String point) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(ProcessHandle.current().info().command().orElseThrow());
    command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx96m"));
    command.addAll(classes());
    command.addAll(List.of(main.getName(), folder.toString()));
    command.addAll(arguments);
    ProcessBuilder builder = new ProcessBuilder(command);
    if (point != null) {
      builder.environment().put("JIGI_CRASH_AT", point);
    }
    builder.redirectErrorStream(true);
    builder.redirectOutput(ProcessBuilder.Redirect.appendTo(file().toFile()));
    return builder.start();
  }

  /** The application as it is packaged starts in half the time; it is taken where it is current. */
  private static List<String> classes() {
    String all = System.getProperty("java.class.path");
    Path jar = Component.JIGI_JAR.find().orElse(null);
    Path cache = Component.root().resolve("app/target/jigi.aot");
    // Java does not see that a jar is newer than the cache, and would run its old classes.
    if (jar == null || cache.toFile().lastModified() < jar.toFile().lastModified()) {
      return List.of("--enable-native-access=ALL-UNNAMED", "-cp", all);
    }
    String others =
        Stream.of(all.split(File.pathSeparator))
            .filter(entry -> !entry.endsWith("/target/classes"))
            .collect(Collectors.joining(File.pathSeparator));
    // Any option about modules that the cache was not made with would keep Java from using it.
    return List.of(
        "-XX:+UnlockDiagnosticVMOptions",
        "-XX:ArchiveRelocationMode=0",
        "-XX:AOTCache=" + cache,
        "-Xlog:aot*=off",
        "-Xlog:cds*=off",
        "-cp",
        jar + File.pathSeparator + others);
  }

  /** Starts it and waits for its end; its exit code. */
  public int run(@Nullable String point) throws IOException, InterruptedException {
    Process child = start(point);
    if (!child.waitFor(Until.PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
      child.destroyForcibly();
      throw new AssertionError("the child hangs:\n" + log());
    }
    return child.exitValue();
  }

  /**
   * Dies at each of the points, in the order in which they come, and is started again each time.
   */
  public void dieAtEach(Collection<String> points) throws IOException, InterruptedException {
    Set<String> left = new TreeSet<>(points);
    while (!left.isEmpty()) {
      int exit = run(String.join(",", left));
      if (exit != 137) {
        throw new AssertionError("ended with " + exit + " and never passed " + left + "\n" + log());
      }
      left.remove(CrashPoints.last(log()));
    }
  }

  /** What all its lives have said. */
  public String log() {
    try {
      return Files.readString(file());
    } catch (IOException e) {
      return e.toString();
    }
  }

  private Path file() {
    return folder.resolve("child.log");
  }
}
