package jigi.base.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class YamlTest {
  private record Probe(String url, Duration every) {}

  private static final Field<String> URL = Field.required("url", Shapes.text(), "Where.");
  private static final Field<Duration> EVERY =
      Field.optional("every", Shapes.duration(), "15s", "How often.");
  private static final ObjectShape<Probe> PROBE =
      ObjectShape.of("a probe", List.of(URL, EVERY), v -> new Probe(v.get(URL), v.get(EVERY)));

  @Test
  void readsValuesAndDefaults() {
    Problems problems = new Problems();
    assertThat(PROBE.read(Yaml.read("jigi.yaml", "url: x\n", problems), problems))
        .isEqualTo(new Probe("x", Duration.ofSeconds(15)));
    assertThat(problems.sorted()).isEmpty();
  }

  @Test
  void reportsAllProblemsAtOnceWithTheirPlaces() {
    Problems problems = new Problems();
    assertThat(PROBE.read(Yaml.read("jigi.yaml", "evry: 3s\nevery: 5sec\n", problems), problems))
        .isNull();
    assertThat(problems.sorted().stream().map(Problem::toString))
        .containsExactly(
            "jigi.yaml:1:1  missing-key  a probe needs 'url'  HINT: add 'url: …' (text)",
            "jigi.yaml:1:1  unknown-key  a probe has no key 'evry'  HINT: did you mean 'every'?",
            "jigi.yaml:2:8  bad-value  not a duration ('5sec')"
                + "  HINT: write for example 30s, 5m, 2h or 7d");
  }

  @Test
  void namesTheFirstOfTwoEqualKeys() {
    Problems problems = new Problems();
    Yaml.read("jigi.yaml", "a: 1\nb: 2\na: 3\n", problems);
    assertThat(problems.sorted().getFirst().toString())
        .startsWith("jigi.yaml:3:1  duplicate-key  'a' stands twice")
        .contains("jigi.yaml:1:1");
  }

  @Test
  void substitutesTheEnvironmentInScalarsOnly() {
    Problems problems = new Problems();
    Map<String, String> environment = Map.of("PORT", "8080");
    Node node =
        Yaml.readSubstituting(
            "jigi.yaml", "url: http://x:${PORT}/\nother: ${NONE}\n", environment::get, problems);
    Node url = ((Node.MapNode) node).get("url");
    assertThat(((Node.ScalarNode) Objects.requireNonNull(url)).text()).isEqualTo("http://x:8080/");
    assertThat(problems.sorted())
        .singleElement()
        .satisfies(problem -> assertThat(problem.code()).isEqualTo("unset-variable"));
  }

  @Test
  void placesFrontMatterInItsFile() {
    Problems problems = new Problems();
    PROBE.read(Yaml.read("runbooks/x.md", 1, "ur: x\n", problems), problems);
    assertThat(problems.sorted().getFirst().place()).isEqualTo(new Place("runbooks/x.md", 2, 1));
  }
}
