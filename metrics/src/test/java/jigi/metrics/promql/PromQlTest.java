package jigi.metrics.promql;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import jigi.metrics.model.Labels;
import jigi.metrics.model.Matcher;
import jigi.metrics.storage.Appender;
import jigi.metrics.storage.MemoryStorage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class PromQlTest {
  private static final Matcher SYSTEM = Matcher.equal("system", "shop");

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          up                                  | up{system="shop"}
          up{job="a"} / on(job) max(up)       | up{job="a",system="shop"} / on (job) max(up{system="shop"})
          rate(x[5m:]) + time()               | rate(x{system="shop"}[5m:]) + time()
          up{system="other"}                  | up{system="other"}
          up{system!~"a.b"}                   | up{system!~"a.b"}
          absent(up) or vector(1)             | absent(up{system="shop"}) or vector(1)
          info(up, {data="x"})                | info(up{system="shop"}, {data="x"})
          max_over_time(up[5m] offset 1h)     | max_over_time(up{system="shop"}[5m] offset 1h)
          """)
  void addsAMatcherToEverySelectorOnce(String text, String expected) {
    Expr expr = PromQl.withMatcher(PromQl.parse(text), SYSTEM);
    assertThat(expr).hasToString(expected);
    assertThat(PromQl.withMatcher(expr, SYSTEM)).hasToString(expected);
    assertThat(PromQl.parse(expected)).hasToString(expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          up                                  | up{system="shop"}
          up{system="bank"}                   | up{system="bank",system="shop"}
          up{system=~".+"} + on() rate(x[5m]) | up{system="shop",system=~".+"} + on () rate(x{system="shop"}[5m])
          x{system!="shop"}                   | x{system!="shop",system="shop"}
          """)
  void confinesWhateverConditionsThereAre(String text, String expected) {
    assertThat(PromQl.confined(PromQl.parse(text), SYSTEM)).hasToString(expected);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"info(up)", "info(up, {data=~\".+\"})", "info(up, {system=~\".*\",data=~\".*\"})"})
  void infoCopiesNothingOfAnotherSystem(String text) {
    MemoryStorage storage = new MemoryStorage();
    Appender appender = storage.appender();
    for (String system : List.of("shop", "bank")) {
      appender.append(
          Labels.of("__name__", "up", "job", "a", "instance", "i", "system", system), 1000, 1);
      appender.append(
          Labels.of(
              "__name__",
              "target_info",
              "job",
              "a",
              "instance",
              "i",
              "system",
              system,
              "data",
              "secret of " + system),
          1000,
          1);
    }
    appender.commit();
    Engine engine = new Engine(storage);
    for (Expr expr :
        List.of(
            PromQl.withMatcher(PromQl.parse(text), SYSTEM),
            PromQl.confined(PromQl.parse(text), SYSTEM))) {
      assertThat(engine.instant(expr, 1000, QueryOptions.DEFAULT).toString())
          .contains("secret of shop")
          .doesNotContain("bank");
      assertThat(expr.toString()).startsWith("info(up{system=\"shop\"}");
      assertThat(PromQl.metricNames(expr)).containsExactly("up");
    }
  }

  @Test
  void namesWhatAnExpressionReads() {
    Expr expr =
        PromQl.parse(
            "sum(rate(b_total[5m])) / on() a{x=\"y\"} > bool topk(scalar(k), {__name__=\"c\"})"
                + " or {__name__=~\"d.*\"}");
    assertThat(PromQl.metricNames(expr)).containsExactly("a", "b_total", "c", "k");
    assertThat(PromQl.selectors(expr))
        .extracting(Expr::toString)
        .containsExactly("b_total", "a{x=\"y\"}", "k", "{__name__=\"c\"}", "{__name__=~\"d.*\"}");
  }

  @Test
  void spreadsWhatIsLong() {
    String ratio =
        "sum by (instance,cpu)(rate(node_cpu_seconds_total{mode!=\"idle\"}[5m]))/ignoring(mode)"
            + "group_left() -(count by (instance,cpu)(node_cpu_seconds_total{mode=\"idle\"}))";
    assertThat(PromQl.spread(PromQl.parse("topk(3, " + ratio + ")")))
        .isEqualTo(
            """
            topk(
              3,
                sum by (instance, cpu) (rate(node_cpu_seconds_total{mode!="idle"}[5m]))
              / ignoring (mode) group_left ()
                -(count by (instance, cpu) (node_cpu_seconds_total{mode="idle"}))
            )\
            """);
    assertThat(PromQl.spread(PromQl.parse("1+up"))).isEqualTo("1 + up");
  }
}
