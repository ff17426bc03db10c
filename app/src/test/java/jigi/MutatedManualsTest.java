package jigi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import jigi.base.config.ManualReader;
import jigi.base.config.ManualSource;
import jigi.base.config.Place;
import jigi.base.config.Problem;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Good manuals with random damage: whatever somebody types, the reader answers with problems that
 * have a place inside the file, never with an exception. {@code -Djigi.seed=N} repeats a run.
 */
@Tag("slow")
class MutatedManualsTest {
  private static final int MUTANTS = Integer.getInteger("jigi.mutants", 400);
  private static final List<String> SCRAPS =
      List.of(
          "",
          " ",
          "\n",
          "\t",
          ":",
          ": ",
          "- ",
          "#",
          "{",
          "}",
          "[",
          "]",
          "\"",
          "'",
          "|",
          ">",
          "&a",
          "*a",
          "!!",
          "---\n",
          "```\n",
          "${",
          "${X}",
          "$",
          "{{",
          "}}",
          "\u0000",
          "\u0007",
          "\\",
          "\uD83D",
          "지기",
          "é",
          "0",
          "-1",
          "99999999999999999999",
          "1e999",
          "NaN",
          "null",
          "~",
          "true",
          "0s",
          "5m",
          "[0.0.0.0]",
          "http://",
          "(",
          ")",
          "=",
          "==",
          "/(",
          "on=",
          "each=,,",
          "run",
          "when=failed()",
          "\r\n",
          "\uFEFF",
          "<<: *a",
          "? ",
          "@",
          "%");

  private final ManualReader reader = new ManualReader(new Parts().all(), name -> null);

  @ParameterizedTest
  @ValueSource(strings = {"quickstart", "gear-freak"})
  void neverThrowsAndAlwaysSaysWhere(String name) throws IOException {
    long seed = Long.getLong("jigi.seed", new Random().nextLong());
    System.out.println("MutatedManualsTest " + name + " -Djigi.seed=" + seed);
    Random random = new Random(seed);
    SortedMap<String, String> good = files(Path.of("../manuals", name));
    List<String> names = List.copyOf(good.keySet());
    int bad = 0;
    for (int i = 0; i < MUTANTS; i++) {
      SortedMap<String, String> files = new TreeMap<>(good);
      String file = names.get(random.nextInt(names.size()));
      String text = good.get(file);
      for (int times = 1 + random.nextInt(3); times > 0; times--) {
        text = mutate(String.valueOf(text), random);
      }
      files.put(file, text);
      bad += check(files, "mutant " + i + " of " + file + ", seed " + seed + ":\n" + text);
    }
    assertThat(bad).as("mutants that were refused").isGreaterThan(MUTANTS / 10);
  }

  private int check(SortedMap<String, String> files, String mutant) {
    ManualReader.Result result;
    try {
      result = reader.read(new ManualSource(Path.of("/nowhere"), files));
    } catch (RuntimeException | StackOverflowError e) {
      return fail("the reader failed on " + mutant, e);
    }
    for (Problem problem : result.problems()) {
      Place place = problem.place();
      String text = files.get(place.file());
      assertThat(text).as("the file of %s in %s", problem, mutant).isNotNull();
      List<String> lines = String.valueOf(text).lines().toList();
      assertThat(place.line())
          .as("the line of %s in %s", problem, mutant)
          .isBetween(1, Math.max(1, lines.size() + 1));
      String line = place.line() <= lines.size() ? lines.get(place.line() - 1) : "";
      assertThat(place.column())
          .as("the column of %s in %s", problem, mutant)
          .isBetween(1, line.length() + 1);
      assertThat(problem.toString()).doesNotContain("\n").contains("  HINT: ");
      assertThat(problem.hint()).isNotBlank();
    }
    boolean errors =
        result.problems().stream().anyMatch(each -> each.level() == Problem.Level.ERROR);
    assertThat(result.manual() == null).as("%s", mutant).isEqualTo(errors);
    return errors ? 1 : 0;
  }

  private static String mutate(String text, Random random) {
    int from = random.nextInt(text.length() + 1);
    int to = Math.min(text.length(), from + random.nextInt(20));
    return switch (random.nextInt(6)) {
      case 0 -> text.substring(0, from) + text.substring(to);
      case 1 -> text.substring(0, from) + scrap(random) + text.substring(to);
      case 2 -> text.substring(0, from) + scrap(random) + text.substring(from);
      case 3 -> text.substring(0, to) + text.substring(from);
      case 4 -> text.substring(0, from);
      default -> swappedLines(text, random);
    };
  }

  private static String swappedLines(String text, Random random) {
    List<String> lines = new ArrayList<>(List.of(text.split("\n", -1)));
    int a = random.nextInt(lines.size());
    int b = random.nextInt(lines.size());
    String first = lines.get(a);
    lines.set(a, lines.get(b));
    lines.set(b, first);
    return String.join("\n", lines);
  }

  private static String scrap(Random random) {
    return SCRAPS.get(random.nextInt(SCRAPS.size()));
  }

  private static SortedMap<String, String> files(Path folder) throws IOException {
    SortedMap<String, String> files = new TreeMap<>();
    try (Stream<Path> walk = Files.walk(folder)) {
      for (Path file : walk.filter(Files::isRegularFile).toList()) {
        String name = folder.relativize(file).toString();
        if (name.matches("(stand-ins/)?jigi\\.yaml|rules/.*|runbooks/.*")) {
          files.put(name, Files.readString(file));
        }
      }
    }
    return files;
  }
}
