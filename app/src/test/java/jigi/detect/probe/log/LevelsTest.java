package jigi.detect.probe.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LevelsTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "ERROR | 2026-01-13 09:00:00.123 ERROR [main] c.e.Shop : out of stock",
        "ERROR | 2026/01/13 09:00:00 [error] 123#123: *1 connect() failed",
        "FATAL | 2026-01-13 09:00:00.123 UTC [77] FATAL:  password authentication failed",
        "INFO | 2026-01-13 09:00:00.123 UTC [77] LOG:  checkpoint complete",
        "ERROR | {\"time\":1,\"msg\":\"no\",\"level\":\"error\"}",
        "ERROR | {\"level\":50,\"msg\":\"pino\"}",
        "FATAL | ts=2026-01-13 lvl=crit msg=\"gone\"",
        "WARNING | level=warn ts=1 caller=x.go:1",
        "WARNING | WARNING: Deprecated",
        "ERROR | Error: connect ECONNREFUSED 127.0.0.1:5432",
        "INFO | 2026-01-13 INFO  the last ERROR was yesterday",
        "NONE | 0 errors found",
        "NONE | there was no error today",
        "NONE | 10.0.0.1 - - [13/Jan/2026:09:00:00 +0900] \"GET /ERROR HTTP/1.1\" 200 1",
        "NONE | sync finished, errors=0",
        "NONE | ERROR-17 is a product of ours",
        "NONE | an ordinary line",
        "DEBUG | DEBUG fetch done",
      })
  void isFoundByWhereItStands(Level level, String line) {
    byte[] bytes = ("x\n" + line + "\nFATAL").getBytes(StandardCharsets.UTF_8);
    int length = line.getBytes(StandardCharsets.UTF_8).length;
    assertThat(Levels.of(bytes, 2, 2 + length)).isEqualTo(level);
  }
}
