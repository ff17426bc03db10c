package jigi.detect.probe.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LineTimesTest {
  private static final LineTimes TIMES =
      new LineTimes(ZoneId.of("Asia/Seoul"), Instant.parse("2026-01-05T00:00:00Z"), Duration.ZERO);

  private static @Nullable Instant of(String line) {
    byte[] bytes = ("xx" + line).getBytes(StandardCharsets.UTF_8);
    return TIMES.of(bytes, 2, bytes.length);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '^',
      textBlock =
          """
          2026-01-04T10:00:01Z INFO a                                   | 2026-01-04T10:00:01Z
          2026-01-04T10:00:01.5+02:00 INFO a                            | 2026-01-04T08:00:01.5Z
          2026-01-04 10:00:01,250 [main] WARN a                         | 2026-01-04T01:00:01.25Z
          2026-01-04 10:00:01.250 UTC [12] LOG:  a                      | 2026-01-04T10:00:01.25Z
          2026-01-04 10:00:01 KST [12] LOG:  a                          | 2026-01-04T01:00:01Z
          2026/01/04 10:00:01 [error] 7#7: a                            | 2026-01-04T01:00:01Z
          1.2.3.4 - - [04/Jan/2026:10:00:01 +0000] "GET / HTTP/1.1" 200 | 2026-01-04T10:00:01Z
          haproxy: 1.2.3.4:5 [04/Jan/2026:10:00:01.123] web a           | 2026-01-04T01:00:01.123Z
          7:M 04 Jan 2026 10:00:01.123 * Ready                          | 2026-01-04T01:00:01.123Z
          Jan  4 10:00:01 web sshd[1]: a                                | 2026-01-04T01:00:01Z
          Dec 31 10:00:01 web sshd[1]: a                                | 2025-12-31T01:00:01Z
          Feb 29 10:00:01 web sshd[1]: a                                | 2024-02-29T01:00:01Z
          {"level":"info","time":1767520801500,"msg":"a"}               | 2026-01-04T10:00:01.5Z
          {"ts":1767520801.25,"msg":"a"}                                | 2026-01-04T10:00:01.25Z
          {"timestamp": "2026-01-04T10:00:01.000Z"}                     | 2026-01-04T10:00:01Z
          """)
  void readsTheTimesThatProgramsWrite(String line, String at) {
    assertThat(of(line)).isEqualTo(Instant.parse(at));
  }

  @ParameterizedTest
  @CsvSource(
      textBlock =
          """
          at jigi.Main.main(Main.java:12)
          version 2026-13-45T10:00:01 is none
          10:00:01 INFO which day
          order 1767520801500 failed
          ''
          """)
  void tellsNoneWhereThereIsNone(String line) {
    assertThat(of(line)).isNull();
  }

  @Test
  void isAheadWhereTimeWasMoved() {
    byte[] line = "2026-01-04T10:00:01Z a".getBytes(StandardCharsets.UTF_8);
    LineTimes moved = new LineTimes(ZoneId.of("UTC"), Instant.EPOCH, Duration.ofHours(3));
    assertThat(moved.of(line, 0, line.length)).isEqualTo(Instant.parse("2026-01-04T13:00:01Z"));
  }

  @ParameterizedTest
  @CsvSource(
      textBlock =
          """
          api.log.1, true
          api.log.12.gz, true
          api.log-20261121, true
          api.log-20261121.zst, true
          api.log.2026-11-21, true
          api-2026-11-21.log, true
          api-2026-11-21.0.log.gz, true
          api-20261121T093000.log, true
          api.log, false
          api-2.log, false
          api.log.bak, false
          other.log.1, false
          api.log.1.tmp, false
          xapi.log.1, false
          """)
  void knowsTheNamesThatRotationGives(String name, boolean is) {
    assertThat(new Rotated("api.log").holds(name)).isEqualTo(is);
  }
}
