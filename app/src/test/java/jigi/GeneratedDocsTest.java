package jigi;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import jigi.base.config.ManualReader;
import jigi.base.kernel.Messages;
import jigi.present.cli.Cli;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The pages of {@code docs/} that Jigi writes itself are those of this Jigi. */
class GeneratedDocsTest {
  private static final Path DOCS = Path.of("../docs");
  private static final Pattern LINK = Pattern.compile("\\]\\(([^)\\s]+)\\)");

  @ParameterizedTest
  @CsvSource({"schema,jigi.schema.json", "reference,reference.md"})
  void areUpToDate(String command, String file) throws IOException {
    assertThat(Files.readString(DOCS.resolve(file)))
        .as("docs/%s is old; write it anew: ./jigi %s > docs/%s", file, command, file)
        .isEqualTo(run(command));
  }

  @Test
  void leadSomewhere() throws IOException {
    String page = Files.readString(DOCS.resolve("reference.md"));
    Set<String> anchors =
        page.lines()
            .filter(line -> line.startsWith("#"))
            .map(
                line ->
                    "#"
                        + line.replaceFirst("#+ ", "")
                            .toLowerCase(java.util.Locale.ROOT)
                            .replaceAll("[^a-z0-9 -]", "")
                            .replace(' ', '-'))
            .collect(Collectors.toCollection(TreeSet::new));
    Matcher link = LINK.matcher(page);
    int links = 0;
    while (link.find()) {
      String to = link.group(1);
      links++;
      if (to.startsWith("#")) {
        assertThat(anchors).as("anchors").contains(to);
      } else {
        assertThat(DOCS.resolve(to)).exists();
      }
    }
    assertThat(links).isGreaterThan(20);
  }

  @Test
  void everyTableHasWholeRows() throws IOException {
    int columns = 0;
    for (String line : Files.readAllLines(DOCS.resolve("reference.md"))) {
      if (!line.startsWith("|")) {
        columns = 0;
        continue;
      }
      int cells = line.replace("\\|", "").split("\\|", -1).length;
      assertThat(columns == 0 || columns == cells).as(line).isTrue();
      columns = cells;
    }
  }

  private static String run(String command) {
    StringWriter out = new StringWriter();
    ManualReader reader = new ManualReader(new Parts().all(), name -> null);
    int exit =
        new Cli(Messages.load(Main.TEXTS), reader, name -> null)
            .writingTo(new PrintWriter(out), new PrintWriter(out))
            .run(command);
    assertThat(exit).isZero();
    return out.toString();
  }
}
