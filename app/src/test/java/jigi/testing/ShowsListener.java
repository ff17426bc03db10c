package jigi.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import jigi.Shows;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.TestExecutionResult.Status;
import org.junit.platform.engine.TestSource;
import org.junit.platform.engine.support.descriptor.ClassSource;
import org.junit.platform.engine.support.descriptor.MethodSource;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.TestPlan;

/**
 * Adds to {@code target/shows.txt}: one line {@code ID<TAB>test} for each requirement that a
 * passing test showed, and {@code ID<TAB>!} for one of which a test failed.
 */
public final class ShowsListener implements TestExecutionListener {
  private static final Pattern ID = Pattern.compile("[A-Z]+-\\d+[a-z]?");

  private final Path file;
  private final SortedMap<String, Set<String>> passed = new TreeMap<>();
  private final Set<String> broken = new TreeSet<>();

  /** Called by the platform through its service file. */
  public ShowsListener() {
    this(Path.of("target", "shows.txt"));
  }

  ShowsListener(Path file) {
    this.file = file;
  }

  @Override
  public synchronized void executionFinished(TestIdentifier test, TestExecutionResult result) {
    List<String> ids = test.getSource().map(ShowsListener::ids).orElse(List.of());
    if (result.getStatus() == Status.FAILED) {
      broken.addAll(ids);
    } else if (result.getStatus() == Status.SUCCESSFUL && test.isTest()) {
      String name = test.getSource().map(ShowsListener::name).orElseThrow();
      ids.forEach(id -> passed.computeIfAbsent(id, _ -> new TreeSet<>()).add(name));
    }
  }

  @Override
  public synchronized void testPlanExecutionFinished(TestPlan plan) {
    StringBuilder lines = new StringBuilder();
    broken.forEach(id -> lines.append(id).append("\t!\n"));
    passed.forEach(
        (id, tests) -> {
          if (!broken.contains(id)) {
            tests.forEach(test -> lines.append(id).append('\t').append(test).append('\n'));
          }
        });
    // A process may execute several plans, one after the other.
    passed.clear();
    broken.clear();
    try {
      Files.createDirectories(file.toAbsolutePath().getParent());
      // Several processes share the tests of one run.
      try (FileChannel channel =
              FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
          FileLock lock = channel.lock()) {
        channel.write(ByteBuffer.wrap(lines.toString().getBytes(StandardCharsets.UTF_8)));
        lock.release();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<String> ids(TestSource source) {
    Stream<Shows> found =
        switch (source) {
          case MethodSource method ->
              Stream.of(
                      Optional.ofNullable(method.getJavaMethod().getAnnotation(Shows.class)),
                      Optional.ofNullable(method.getJavaClass().getAnnotation(Shows.class)))
                  .flatMap(Optional::stream);
          case ClassSource type ->
              Optional.ofNullable(type.getJavaClass().getAnnotation(Shows.class)).stream();
          default -> Stream.empty();
        };
    return found.flatMap(shows -> Stream.of(shows.value())).map(ShowsListener::valid).toList();
  }

  private static String valid(String id) {
    if (!ID.matcher(id).matches()) {
      throw new IllegalArgumentException("@Shows(\"" + id + "\") is no requirement ID like BAK-13");
    }
    return id;
  }

  private static String name(TestSource source) {
    return source instanceof MethodSource method
        ? method.getClassName() + "." + method.getMethodName()
        : source.toString();
  }
}
