package jigi.metrics.promql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.RepeatedTest;

/**
 * Whatever is typed, the parser answers with an expression or with a located error, and the engine
 * with a result or a reason.
 */
final class ParserFuzzTest {
  private static final String[] PIECES = {
    "sum",
    "by",
    "without",
    "(",
    ")",
    "{",
    "}",
    "[",
    "]",
    ",",
    ":",
    "@",
    "offset",
    "5m",
    "1e",
    "0x",
    "\"a\"",
    "'",
    "`",
    "\\",
    "=",
    "=~",
    "!~",
    "==",
    "!",
    "<",
    ">=",
    "+",
    "-",
    "*",
    "/",
    "%",
    "^",
    "and",
    "or",
    "unless",
    "on",
    "ignoring",
    "group_left",
    "bool",
    "rate",
    "x",
    "x:y",
    "1",
    "1.",
    ".5",
    "NaN",
    "Inf",
    "start()",
    "end",
    "step()",
    "range",
    "min_of",
    "anchored",
    "smoothed",
    "fill",
    "fill_left(1)",
    "#",
    "\n",
    " ",
    "\u0000",
    "한",
    "\ud800",
    "time()",
    "[5m:]",
    "{a=\"b\"}"
  };

  private final Engine engine = new Engine(RandomData.storage(new Random(42)));

  /** Any expression has an answer, or a reason that its author can understand. */
  private void evaluate(Expr expr, long seed) {
    QueryOptions options =
        QueryOptions.DEFAULT.withLimits(
            QueryOptions.Limits.DEFAULT
                .withSamples(1_000_000)
                .withBytes(20_000_000)
                .withTime(Duration.ofSeconds(20)));
    try {
      engine.instant(expr, 600_000, options);
      if (expr.type() == ValueType.VECTOR || expr.type() == ValueType.SCALAR) {
        engine.range(expr, 0, 1_200_000, 400_000, options);
      }
    } catch (PromQlException e) {
      assertThat(e.kind())
          .as("%s, seed %d: %s", expr, seed, e.getMessage())
          .isNotIn(PromQlException.Kind.PARSE, PromQlException.Kind.TIMEOUT);
    }
  }

  @RepeatedTest(20)
  void neverBreaks() {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    for (int i = 0; i < 3000; i++) {
      StringBuilder text = new StringBuilder();
      for (int n = random.nextInt(14); n >= 0; n--) {
        text.append(PIECES[random.nextInt(PIECES.length)]);
        text.append(random.nextBoolean() ? " " : "");
      }
      parse(text.toString(), seed);
    }
  }

  @RepeatedTest(20)
  void survivesDamagedExpressions() {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    RandomExpressions expressions = new RandomExpressions(random);
    for (int i = 0; i < 300; i++) {
      StringBuilder text = new StringBuilder(expressions.vector(4));
      for (int n = random.nextInt(4); n >= 0 && !text.isEmpty(); n--) {
        int at = random.nextInt(text.length());
        switch (random.nextInt(3)) {
          case 0 -> text.deleteCharAt(at);
          case 1 -> text.insert(at, PIECES[random.nextInt(PIECES.length)]);
          default -> text.setLength(at);
        }
      }
      parse(text.toString(), seed);
    }
  }

  private void parse(String text, long seed) {
    try {
      Expr expr = PromQl.parse(text);
      evaluate(expr, seed);
      String printed = expr.toString();
      assertThat(PromQl.parse(printed).toString())
          .as("seed %d, text %s", seed, text)
          .isEqualTo(printed);
    } catch (PromQlException e) {
      assertThat(e.kind()).isEqualTo(PromQlException.Kind.PARSE);
      Position position = e.position();
      if (position == null || position.start() < 0 || position.start() > text.length()) {
        fail("no place in the text: " + e.getMessage() + " of " + text + ", seed " + seed);
      }
    } catch (RuntimeException | StackOverflowError e) {
      fail("seed " + seed + ", text " + text, e);
    }
  }
}
