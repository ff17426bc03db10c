package jigi.detect.probe.scrape;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import jigi.detect.probe.Sample;
import jigi.metrics.model.Labels;
import org.junit.jupiter.api.Test;

/** What is remembered of the last scrape changes nothing of what the next one says. */
class OfferedSeriesTest {
  private int named;

  private final OfferedSeries series =
      new OfferedSeries(
          labels -> {
            named++;
            return labels.with("job", "j");
          });

  private List<Sample> read(String text) throws ExpositionParser.Bad {
    return ExpositionParser.read(text.getBytes(StandardCharsets.UTF_8), 100_000, series).samples();
  }

  @Test
  void seriesAreNamedOnceWhateverTheirOrder() throws Exception {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    List<String> offered = new ArrayList<>();
    Map<String, Labels> known = new HashMap<>();
    for (int scrape = 0; scrape < 200; scrape++) {
      change(offered, random, scrape);
      StringBuilder text = new StringBuilder("# TYPE x gauge\n");
      double[] values = offered.stream().mapToDouble(any -> random.nextInt(9)).toArray();
      for (int i = 0; i < values.length; i++) {
        text.append(offered.get(i)).append(' ').append(values[i]).append('\n');
      }
      List<Sample> samples = read(text.toString());
      assertThat(samples).as("seed %d", seed).hasSize(values.length);
      for (int i = 0; i < values.length; i++) {
        String line = offered.get(i);
        Sample sample = samples.get(i);
        Labels labels = known.computeIfAbsent(line, any -> sample.labels());
        assertThat(sample.labels()).as("seed %d: %s", seed, line).isSameAs(labels);
        assertThat(sample.labels().get("job")).isEqualTo("j");
        assertThat(line).startsWith(sample.name());
        assertThat(sample.value()).as("seed %d: %s", seed, line).isEqualTo(values[i]);
      }
    }
    assertThat(named).as("seed %d", seed).isEqualTo(known.size());
  }

  /** Mostly nothing, else some series come, go, or stand elsewhere. */
  private static void change(List<String> offered, Random random, int scrape) {
    int what = random.nextInt(6);
    for (int i = 0; i < (scrape == 0 ? 50 : what < 2 ? 0 : 3); i++) {
      int at = random.nextInt(offered.size() + 1);
      String path = "/" + scrape + "." + i;
      offered.add(at, random.nextBoolean() ? "x{path=\"" + path + "\"}" : "x_" + scrape + "_" + i);
    }
    if (what == 3) {
      int from = random.nextInt(offered.size());
      offered.subList(from, Math.min(offered.size(), from + random.nextInt(20))).clear();
    } else if (what == 4) {
      Collections.shuffle(offered, random);
    } else if (what == 5) {
      offered.clear();
    }
  }

  @Test
  void aNameThatGoesOnIsAnother() throws Exception {
    read("a 1\nb 1\n");
    assertThat(texts("a{x=\"1\"} 1\nb{} 2\n"))
        .containsExactly("a{job=\"j\", x=\"1\"}", "b{job=\"j\"}");
    read("a 1\nb 1\n");
    assertThat(texts("a {x=\"1\"} 1\nb2 2\n"))
        .containsExactly("a{job=\"j\", x=\"1\"}", "b2{job=\"j\"}");
    read("a 1\nb 1\n");
    assertThat(texts("ab 1\n")).containsExactly("ab{job=\"j\"}");
    assertThat(texts("ab  1\n")).containsExactly("ab{job=\"j\"}");
    assertThatThrownBy(() -> read("ab"))
        .hasMessage("line 1 of the metrics: here must stand a value");
  }

  private List<String> texts(String text) throws ExpositionParser.Bad {
    return read(text).stream().map(sample -> sample.labels().toString()).toList();
  }

  @Test
  void commentsAreThoseOfTheScrape() throws Exception {
    assertThat(types("# TYPE a counter\na 1\n# TYPE b gauge\nb 1\n"))
        .containsExactly("a counter", "b gauge");
    assertThat(types("# TYPE a counter\na 2\n# TYPE b gauge\nb 2\n"))
        .containsExactly("a counter", "b gauge");
    assertThat(types("# TYPE a counter\na 2\n")).containsExactly("a counter");
    assertThat(types("# TYPE a gauge\na 2\n# TYPE c gauge\n"))
        .containsExactly("a gauge", "c gauge");
    assertThat(types("a 2\n")).isEmpty();
  }

  private List<String> types(String text) throws ExpositionParser.Bad {
    return ExpositionParser.read(text.getBytes(StandardCharsets.UTF_8), 9, series)
        .families()
        .stream()
        .map(family -> family.name() + " " + family.type())
        .toList();
  }

  @Test
  void aBrokenLineIsRefusedEachTime() {
    for (int i = 0; i < 3; i++) {
      assertThatThrownBy(() -> read("a-1 5\n"))
          .hasMessage("line 1 of the metrics: something between the name and the value");
      assertThatThrownBy(() -> read("a\"b 1\n"))
          .hasMessage("line 1 of the metrics: something between the name and the value");
    }
  }
}
