package jigi.metrics.promql;

import static org.assertj.core.api.Assertions.assertThat;

import jigi.metrics.model.Matcher;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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
}
