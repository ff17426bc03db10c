package jigi;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import jigi.testing.Component;
import org.junit.jupiter.api.Test;

/** Guards over source text that no compiler flag holds. */
class SourceTest {
  private static final int LINES_AT_MOST = 500;

  @Test
  void noFileIsLongerThanAScreenfulOfScreens() throws IOException {
    List<String> offenders = new ArrayList<>();
    List<Path> sources = sources("src/main/java", "src/test/java");
    for (Path source : sources) {
      int lines = Files.readAllLines(source).size();
      if (lines > LINES_AT_MOST) {
        offenders.add(Component.root().relativize(source) + " has " + lines + " lines");
      }
    }
    assertThat(sources).isNotEmpty();
    assertThat(offenders).as("files longer than %d lines", LINES_AT_MOST).isEmpty();
  }

  @Test
  void everyPackageSaysWhatItIsAndIsNullMarked() throws IOException {
    Set<String> offenders = new TreeSet<>();
    for (Path source : sources("src/main/java")) {
      Path info = source.resolveSibling("package-info.java");
      if (!Files.exists(info) || !Files.readString(info).contains("@NullMarked")) {
        offenders.add(Component.root().relativize(source.resolveSibling("")).toString());
      }
    }
    assertThat(offenders).as("packages without a @NullMarked package-info.java").isEmpty();
  }

  private static List<Path> sources(String... folders) throws IOException {
    List<Path> found = new ArrayList<>();
    for (String module : List.of("metrics", "stand-in", "app", "benchmarks", "aws")) {
      for (String folder : folders) {
        Path root = Component.root().resolve(module).resolve(folder);
        if (Files.isDirectory(root)) {
          try (Stream<Path> files = Files.walk(root)) {
            files.filter(file -> file.toString().endsWith(".java")).forEach(found::add);
          }
        }
      }
    }
    return found;
  }
}
