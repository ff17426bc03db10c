package jigi.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The crash points that the sources name: each is died at by the suite of its prefix. */
public final class CrashPoints {
  private static final Pattern NAMED = Pattern.compile("CrashPoint\\.named\\(\\s*\"([^\"]+)\"");

  /** As a crash point says it before its name. */
  private static final String DIED = "crash point ";

  private CrashPoints() {}

  /** The point at which a process with this log died last. */
  public static String last(String log) {
    return log.lines()
        .filter(line -> line.startsWith(DIED))
        .reduce((earlier, later) -> later)
        .orElseThrow(() -> new AssertionError("died at no point:\n" + log))
        .substring(DIED.length());
  }

  /** Those of a room that has a suite of its own; sorted. */
  public static Set<String> of(String prefix) throws IOException {
    return named(name -> name.startsWith(prefix));
  }

  /** All others than those of rooms that have suites of their own; sorted. */
  public static Set<String> besides(String... prefixes) throws IOException {
    return named(name -> Stream.of(prefixes).noneMatch(name::startsWith));
  }

  private static Set<String> named(Predicate<String> wanted) throws IOException {
    Set<String> names = new TreeSet<>();
    try (Stream<Path> files = Files.walk(Component.root().resolve("app/src/main/java"))) {
      for (Path file : files.filter(each -> each.toString().endsWith(".java")).toList()) {
        Matcher found = NAMED.matcher(Files.readString(file));
        while (found.find()) {
          names.add(found.group(1));
        }
      }
    }
    names.removeIf(wanted.negate());
    return names;
  }
}
