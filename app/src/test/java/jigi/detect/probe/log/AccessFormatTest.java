package jigi.detect.probe.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.re2j.PatternSyntaxException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AccessFormatTest {
  private static final AccessFormat COMBINED = AccessFormat.of("combined");

  @Test
  void theCombinedFormatIsReadWithoutTheQuery() {
    String line =
        "2001:db8::7 - kim [13/Jan/2026:09:00:00 +0900] \"GET /api/v1/items?token=x HTTP/2.0\" 200 17"
            + " \"https://a.example/?q=\\\"x\\\"\" \"Mozilla/5.0\"";
    assertThat(COMBINED.read(line))
        .isEqualTo(new Request("2001:db8::7", "/api/v1/items", 200, null, -1));
  }

  @Test
  void aRequestThatIsNoneKeepsItsText() {
    assertThat(COMBINED.read("10.0.0.1 - - [t] \"\\x16\\x03\\x01\" 400 0 \"-\" \"-\""))
        .isEqualTo(new Request("10.0.0.1", "\\x16\\x03\\x01", 400, null, -1));
    assertThat(COMBINED.read("10.0.0.1 - - [t] \"GET /a\\\" 200 \\\"b HTTP/1.1\" 404 0"))
        .isEqualTo(new Request("10.0.0.1", "/a\\\"", 404, null, -1));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "ERROR something else",
        "10.0.0.1 - - [t] \"GET / HTTP/1.1",
        "10.0.0.1 - - [t] \"GET / HTTP/1.1\" 9",
        "10.0.0.1 - - [t] \"GET / HTTP/1.1\" 999 1",
        "10.0.0.1 - - [t] \"GET / HTTP/1.1\" abc 1"
      })
  void whatIsNoRequestIsNotOne(String line) {
    assertThat(COMBINED.read(line)).isNull();
  }

  @Test
  void anOwnFormatNeedsItsGroups() {
    assertThatThrownBy(() -> AccessFormat.of("^(?P<client>\\S+) (?P<path>\\S+)"))
        .isInstanceOf(PatternSyntaxException.class)
        .hasMessageContaining("no group status");
    assertThatThrownBy(() -> AccessFormat.of("(?P<client>.)(?P<path>.)(?P<status>.)(?P<referer>.)"))
        .hasMessageContaining("referer");
    assertThatThrownBy(() -> AccessFormat.of("commbined")).hasMessageContaining("client");
  }

  @Test
  void whateverClientsSendMemoryIsBounded() {
    AccessCounter counter = new AccessCounter(COMBINED);
    for (int i = 0; i < 20_000; i++) {
      byte[] line =
          ("10.%d.%d.1 - - [t] \"GET /p%d HTTP/1.1\" 404 0".formatted(i / 250, i % 250, i))
              .getBytes(StandardCharsets.US_ASCII);
      counter.line(line, 0, line.length);
    }
    List<Tally> tallies = counter.tallies();
    assertThat(tallies).hasSizeLessThan(3 * 2001 + 2);
    assertThat(
            tallies.stream()
                .filter(tally -> tally.what() == Tally.What.CLIENT)
                .mapToLong(Tally::lines)
                .sum())
        .isEqualTo(20_000);
  }
}
