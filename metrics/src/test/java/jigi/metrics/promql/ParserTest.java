package jigi.metrics.promql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ParserTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          foo{                        | 1:5: parse error: unexpected end of input inside braces
          foo)                        | 1:4: parse error: unexpected right parenthesis ')'
          (foo                        | 1:5: parse error: unclosed left parenthesis
          1 +                         | 1:4: parse error: unexpected end of input
          sum(                        | 1:5: parse error: unclosed left parenthesis
          nosuch(x)                   | 1:1: parse error: unknown function with name "nosuch"
          rate(x)                     | 1:6: parse error: expected type range vector in call to function "rate", got instant vector
          rate(x[5m], 1)              | 1:1: parse error: expected 1 argument(s) in call to "rate", got 2
          round()                     | 1:1: parse error: expected at least 1 argument(s) in call to "round", got 0
          sum(1)                      | 1:5: parse error: expected type instant vector in aggregation expression, got scalar
          topk(x)                     | 1:1: parse error: wrong number of arguments for aggregate expression provided, expected 2, got 1
          sum by (a,,b) (x)           | 1:11: parse error: unexpected "," in grouping opts, expected label
          1 == 2                      | 1:3: parse error: comparisons between scalars must use BOOL modifier
          x + bool y                  | 1:3: parse error: bool modifier can only be used on comparison operators
          x and 1                     | 1:1: parse error: set operator "and" not allowed in binary scalar expression
          x and on(a) group_left y    | 1:1: parse error: no grouping allowed for "and" operation
          1 + on(a) x                 | 1:1: parse error: vector matching only allowed between instant vectors
          x + on(a) group_left(a) y   | 1:3: parse error: label "a" must not occur in ON and GROUP clause at once
          {}                          | 1:1: parse error: vector selector must contain at least one non-empty matcher
          {a=~".*"}                   | 1:1: parse error: vector selector must contain at least one non-empty matcher
          x{__name__="y"}             | 1:1: parse error: metric name must not be set twice: "x" or "y"
          x{a="b" c="d"}              | 1:9: parse error: unexpected identifier "c" in label matching, expected "," or "}"
          x{a=1}                      | 1:5: parse error: unexpected character inside braces: '1'
          x{a!"b"}                    | 1:4: parse error: unexpected character after '!' inside braces: '"'
          (x)[5m]                     | 1:4: parse error: ranges only allowed for vector selectors
          x offset 5m [5m]            | 1:13: parse error: no offset modifiers allowed before range
          x[5m] offset 5m offset 5m   | 1:1: parse error: offset may not be set multiple times
          sum(x) offset 5m            | 1:1: parse error: offset modifier must be preceded by an instant vector selector or range vector selector or a subquery
          x[0s]                       | 1:3: parse error: duration must be greater than 0
          x[5m:5m                     | 1:8: parse error: unexpected end of input in duration expression
          x @ foo                     | 1:5: parse error: unexpected identifier "foo" in @, expected timestamp
          x @ Inf                     | 1:1: parse error: timestamp out of bounds for @ modifier: +Inf
          5m5x                        | 1:1: parse error: bad number or duration syntax: "5m5x"
          "abc                        | 1:1: parse error: unterminated quoted string
          x smoothed anchored         | 1:1: parse error: anchored and smoothed modifiers cannot be used together
          -"a"                        | 1:1: parse error: unary expression only allowed on expressions of type scalar or instant vector, got "string"
          max_over_time(1[5m:])       | 1:15: parse error: subquery is only allowed on instant vector, got scalar instead
          x ? y                       | 1:3: parse error: unexpected character: '?'
          """)
  void tellsWhereAndWhat(String text, String message) {
    PromQlException e = catchThrowableOfType(PromQlException.class, () -> PromQl.parse(text));
    assertThat(e).as(text).hasMessage(message);
    assertThat(e.kind()).isEqualTo(PromQlException.Kind.PARSE);
    assertThat(e.code()).isEqualTo("promql-parse");
    assertThat(e.position()).isNotNull();
  }

  @Test
  void countsLinesAndColumns() {
    PromQlException e =
        catchThrowableOfType(
            PromQlException.class, () -> PromQl.parse("sum(\n  # a comment\n  up +\n)"));
    assertThat(e).hasMessageStartingWith("4:1: parse error: unexpected \")\"");
  }

  @Test
  void refusesWhatIsNestedTooDeeply() {
    String deep = "(".repeat(100_000) + "1" + ")".repeat(100_000);
    PromQlException e = catchThrowableOfType(PromQlException.class, () -> PromQl.parse(deep));
    assertThat(e).hasMessageContaining("nested too deeply");
    String durations = "x[" + "-".repeat(100_000) + "1s]";
    e = catchThrowableOfType(PromQlException.class, () -> PromQl.parse(durations));
    assertThat(e).hasMessageContaining("nested too deeply");
  }

  @Test
  void emptyTextHasNoExpression() {
    PromQlException e = catchThrowableOfType(PromQlException.class, () -> PromQl.parse(""));
    assertThat(e).hasMessage("unknown position: parse error: no expression found in input");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          -2^2                                 | -2 ^ 2
          1 + 2 * 3                            | 1 + 2 * 3
          SUM(x) BY (a, b)                     | sum by (a, b) (x)
          sum without () (x)                   | sum without () (x)
          x{b="2", a="1"}                      | x{a="1",b="2"}
          {"a metric", "a label"="v"}          | {"a label"="v","a metric"}
          {__name__="x"}                       | {__name__="x"}
          x [ 5m ] offset 1h                   | x[5m] offset 1h
          x[300] @ 1.5 offset -90s             | x[5m] @ 1.500 offset -1m30s
          x @ start()                          | x @ start()
          rate(x[5m:])[1h:30s] @ end()         | rate(x[5m:])[1h:30s] @ end()
          a / on(x) group_left(y) b            | a / on (x) group_left (y) b
          a == bool ignoring (x) b             | a == bool ignoring (x) b
          a + fill(0) b                        | a + fill (0) b
          a + fill_left(-1) fill_right(2) b    | a + fill_left (-1) fill_right (2) b
          x[step() + 1] smoothed               | x[step() + 1] smoothed
          x offset -(2 * 3s)                   | x offset -(2 * 3s)
          x[max_of(step(), 1m)]                | x[max_of(step(), 1m)]
          0x1F + 1e3 + .5 + 1_000              | 31 + 1000 + 0.5 + 1000
          Inf + nan                            | Inf + NaN
          1h30m                                | 1h30m
          count_values("v", x)                 | count_values("v", x)
          sum                                  | sum
          sum + by                             | sum + by
          fill + fill(1) fill                  | fill + fill (1) fill
          a AND b OR c UNLESS d                | a and b or c unless d
          time() > bool 5                      | time() > bool 5
          label_replace(x, "a", "\\n", "b", `c\\d`) | label_replace(x, "a", "\\n", "b", "c\\\\d")
          """)
  void printsOneCanonicalForm(String text, String canonical) {
    assertThat(PromQl.parse(text)).hasToString(canonical);
    assertThat(PromQl.parse(canonical)).hasToString(canonical);
  }

  @ParameterizedTest
  @ValueSource(strings = {"-2^2", "2^-1*3", "2^3^2", "-1^2", "5 % 3 % 2", "2 * 3 ^ 2", "- - -1"})
  void bindsAsMathematicsDoes(String text) {
    double expected =
        switch (text) {
          case "-2^2" -> -4;
          case "2^-1*3" -> 1.5;
          case "2^3^2" -> 512;
          case "-1^2" -> -1;
          case "5 % 3 % 2" -> 0;
          case "2 * 3 ^ 2" -> 18;
          default -> -1;
        };
    Engine engine = new Engine(new jigi.metrics.storage.MemoryStorage());
    QueryResult result = engine.instant(PromQl.parse(text), 0, QueryOptions.DEFAULT);
    assertThat(result).isEqualTo(new QueryResult.Scalar(0, expected, java.util.List.of()));
  }

  @Test
  void knowsTheTypeOfEachExpression() {
    assertThat(PromQl.parse("1 + time()").type()).isEqualTo(ValueType.SCALAR);
    assertThat(PromQl.parse("1 + up").type()).isEqualTo(ValueType.VECTOR);
    assertThat(PromQl.parse("up[5m]").type()).isEqualTo(ValueType.MATRIX);
    assertThat(PromQl.parse("(up[5m:])").type()).isEqualTo(ValueType.MATRIX);
    assertThat(PromQl.parse("'x'").type()).isEqualTo(ValueType.STRING);
  }

  @Test
  void positionsPointAtTheParts() {
    String text = "1 + sum by (a) (rate(foo{b=\"c\"}[5m]))";
    Expr.Binary binary = (Expr.Binary) PromQl.parse(text);
    assertThat(cut(text, binary)).isEqualTo(text);
    assertThat(cut(text, binary.right())).isEqualTo("sum by (a) (rate(foo{b=\"c\"}[5m]))");
    Expr.Call rate = (Expr.Call) ((Expr.Aggregate) binary.right()).operand();
    assertThat(cut(text, rate)).isEqualTo("rate(foo{b=\"c\"}[5m])");
    assertThat(cut(text, rate.arguments().getFirst())).isEqualTo("foo{b=\"c\"}[5m]");
  }

  private static String cut(String text, Expr expr) {
    return text.substring(expr.position().start(), expr.position().end());
  }
}
