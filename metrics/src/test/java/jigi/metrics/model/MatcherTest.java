package jigi.metrics.model;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.re2j.Pattern;
import jigi.metrics.model.Matcher.Op;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class MatcherTest {
  private static final String[] VALUES = {
    "", "a", "b", "ab", "abc", "a|b", "a.*", "x\ny", "A", "prod-1", "prod-", "a|a", "aa|", "."
  };

  /** The short cuts for lists and prefixes must agree with the regular expression itself. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "", "a", "a|b", "a||b", "|a", "a.*", ".*", ".+", "a|b.*", "a|a.*", "prod-.*", "[ab]",
        "(a|b)", "a\\|b", "x.y", "(?i)a", "a.*b", "\\.", "a{2}", "^a$", ".*.*"
      })
  void agreesWithTheRegularExpression(String regex) {
    Pattern pattern = Pattern.compile(regex, Pattern.DOTALL);
    for (String value : VALUES) {
      assertThat(new Matcher("l", Op.REGEX, regex).matches(value))
          .as("%s =~ %s", value, regex)
          .isEqualTo(pattern.matches(value));
      assertThat(new Matcher("l", Op.NOT_REGEX, regex).matches(value))
          .isEqualTo(!pattern.matches(value));
    }
  }

  @Test
  void listsTheValuesThatCanMatch() {
    assertThat(new Matcher("l", Op.REGEX, "a|b").alternatives())
        .containsExactlyInAnyOrder("a", "b");
    assertThat(Matcher.equal("l", "a.c").alternatives()).containsExactly("a.c");
    assertThat(new Matcher("l", Op.REGEX, "a.c").alternatives()).isNull();
    assertThat(new Matcher("l", Op.NOT_EQUAL, "a").alternatives()).isNull();
  }
}
