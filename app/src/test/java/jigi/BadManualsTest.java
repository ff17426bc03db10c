package jigi;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What {@code jigi check} says of every mistake, byte by byte. After a change of a message, {@code
 * -Djigi.golden=write} writes the files anew; read the difference as somebody would at night.
 */
class BadManualsTest {
  private static final int AT_LEAST = 45;
  private static final Pattern LINE =
      Pattern.compile(
          "(?<place>\\S.*?:[1-9]\\d*:[1-9]\\d*)  (?<warning>warning: )?(?<code>[a-z0-9-]+)"
              + "  (?<what>.+?)  HINT: (?<hint>.+)");

  @ParameterizedTest(name = "{0}")
  @MethodSource("goldens")
  void saysWhatIsWrongAndWhere(String name) throws IOException {
    Path golden = BadManuals.folder().resolve(name);
    BadManuals.Said said = BadManuals.check(golden);
    Path expected = golden.resolve(BadManuals.EXPECTED);
    if ("write".equals(System.getProperty("jigi.golden"))) {
      Files.writeString(expected, said.lines());
    }
    assertThat(said.lines()).isEqualTo(Files.readString(expected));
    assertThat(said.lines().lines())
        .as("one mistake, one line")
        .singleElement()
        .asString()
        .matches(LINE);
    boolean onlyWarnings = said.lines().lines().allMatch(line -> line.contains("  warning: "));
    assertThat(said.exit()).isEqualTo(onlyWarnings ? 0 : 2);
  }

  @Test
  void thereIsAGoldenForEveryProblem() throws IOException {
    assertThat(BadManuals.all()).hasSizeGreaterThanOrEqualTo(AT_LEAST);
    Set<String> shown = new TreeSet<>();
    for (Path golden : BadManuals.all()) {
      for (String line : Files.readAllLines(golden.resolve(BadManuals.EXPECTED))) {
        var matcher = LINE.matcher(line);
        assertThat(matcher.matches()).as(line).isTrue();
        shown.add(matcher.group("code"));
      }
    }
    shown.addAll(ShownElsewhere.CODES.keySet());
    Map<String, Path> used = ProblemCodes.inSources(Path.of("src/main/java"));
    used.keySet().removeAll(shown);
    assertThat(used).as("problem codes without a folder in manuals-bad").isEmpty();
  }

  @Test
  void nothingIsExcusedThatIsNotThere() throws IOException {
    assertThat(ProblemCodes.inSources(Path.of("src/main/java")).keySet())
        .containsAll(ShownElsewhere.CODES.keySet());
  }

  @Test
  void refusesAFileThatIsTooLarge(@TempDir Path dir) throws IOException {
    manual(dir);
    Files.writeString(dir.resolve("scripts/dump.sql"), "x".repeat((1 << 20) + 1));
    assertThat(BadManuals.check(dir).lines())
        .isEqualTo(
            "MANUAL/scripts/dump.sql:1:1  file-too-large  a manual's file has at most 1 MiB"
                + " (1048577 bytes)  HINT: split it, or keep data out of the manual's folders\n");
  }

  @Test
  void refusesAFolderOfData(@TempDir Path dir) throws IOException {
    manual(dir);
    for (int i = 0; i < 2000; i++) {
      Files.writeString(dir.resolve("scripts/part-" + i), "x");
    }
    assertThat(BadManuals.check(dir).lines())
        .isEqualTo(
            "MANUAL/jigi.yaml:1:1  manual-too-many-files  the folder holds more than 2000 files"
                + " (MANUAL)  HINT: keep data out of rules, runbooks, checklists, dashboards and"
                + " scripts\n");
  }

  @Test
  void saysWhichFolderIsNotThere(@TempDir Path dir) throws IOException {
    Path gone = Files.createDirectory(dir.resolve("gone"));
    Files.delete(gone);
    assertThat(BadManuals.check(gone).lines())
        .isEqualTo(
            "MANUAL/jigi.yaml:1:1  manual-not-found  there is no folder MANUAL"
                + "  HINT: name a folder with a jigi.yaml in it, such as manuals/quickstart\n");
  }

  @Test
  void readsFoldersThatAreLinks(@TempDir Path dir) throws IOException {
    Path real = Files.createDirectories(dir.resolve("releases/7/rules"));
    Files.writeString(real.resolve("a.yaml"), "groups: 7\n", StandardCharsets.UTF_8);
    Path manual = Files.createDirectory(dir.resolve("manual"));
    Files.writeString(manual.resolve("jigi.yaml"), "system: shop\n");
    Files.createSymbolicLink(manual.resolve("rules"), real);
    assertThat(BadManuals.check(manual).lines()).startsWith("MANUAL/rules/a.yaml:1:9  wrong-type");
  }

  static Stream<String> goldens() throws IOException {
    return BadManuals.all().stream().map(path -> path.getFileName().toString());
  }

  private static void manual(Path dir) throws IOException {
    Files.writeString(dir.resolve("jigi.yaml"), "system: shop\n");
    Files.createDirectories(dir.resolve("scripts"));
  }

  /** Problems that no folder of this repository can hold, and which test shows them. */
  private static final class ShownElsewhere {
    static final Map<String, String> CODES =
        new TreeMap<>(
            Map.of(
                "file-too-large", "refusesAFileThatIsTooLarge",
                "manual-too-many-files", "refusesAFolderOfData",
                "manual-not-found", "saysWhichFolderIsNotThere",
                "reserved-language",
                    "no manual can write a 'deliver' block: its language is unknown",
                "not-readable", "root may read everything, so that it cannot be shown to root"));
  }
}
