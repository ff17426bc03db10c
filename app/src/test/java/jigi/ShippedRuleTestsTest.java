package jigi;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Stream;
import jigi.base.config.ManualReader;
import jigi.base.config.ManualSource;
import jigi.base.config.Problem;
import jigi.detect.alert.unit.UnitTestPart;
import jigi.detect.rule.RulePart;
import jigi.testing.Component;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every manual that ships has unit tests of its rules; they hold, and would tell a mistake. */
class ShippedRuleTestsTest {
  @ParameterizedTest
  @MethodSource("manuals")
  void holdAndTellAMistake(String name) throws IOException {
    Path folder = Component.root().resolve("manuals").resolve(name);
    TreeMap<String, String> files = new TreeMap<>();
    try (Stream<Path> rules = Files.list(folder.resolve("rules"))) {
      for (Path file : rules.toList()) {
        files.put("rules/" + file.getFileName(), Files.readString(file));
      }
    }
    files.put("jigi.yaml", "system: " + name + "\n");
    assertThat(files.keySet()).anyMatch(RulePart::isUnitTest);
    assertThat(failed(files)).isEmpty();
    files.replaceAll(
        (file, text) ->
            RulePart.isUnitTest(file) ? text.replace("severity: ", "severity: no-") : text);
    assertThat(failed(files)).isNotEmpty();
  }

  static List<String> manuals() throws IOException {
    return ShippedManual.all();
  }

  private static List<Problem> failed(TreeMap<String, String> files) {
    return new ManualReader(List.of(new RulePart(), new UnitTestPart()), variable -> null)
        .read(new ManualSource(Path.of("."), files)).problems().stream()
            .filter(problem -> RulePart.isUnitTest(problem.place().file()))
            .toList();
  }
}
