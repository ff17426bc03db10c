package jigi.metrics.promql;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class TextTest {
  @ParameterizedTest
  @CsvSource({
    "1, 1",
    "-0.5, -0.5",
    "1e-7, 0.0000001",
    "1e21, 1000000000000000000000",
    "123456789.125, 123456789.125",
    "NaN, NaN",
    "-Infinity, -Inf"
  })
  void writesPlainNumbersAsGoDoes(double value, String text) {
    assertThat(Text.number(value)).isEqualTo(text);
  }

  @ParameterizedTest
  @CsvSource({"1, 1", "-0.5, -0.5", "1e-7, 1e-07", "1.5e300, 1.5e+300", "1e21, 1e+21", "NaN, NaN"})
  void writesNumbersInMessagesAsGoDoes(double value, String text) {
    assertThat(Text.general(value)).isEqualTo(text);
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0s",
    "1, 1ms",
    "90000, 1m30s",
    "86400000, 1d",
    "604800000, 1w",
    "691200000, 8d",
    "31536000000, 1y",
    "-5000, -5s"
  })
  void writesDurationsAsPrometheusDoes(long millis, String text) {
    assertThat(Durations.formatMillis(millis)).isEqualTo(text);
    if (millis >= 0) {
      assertThat(Durations.parseMillis(text)).isEqualTo(millis);
    }
  }

  @ParameterizedTest
  @CsvSource({"''", "5", "m", "5m5h", "5x", "1.5h", "99999999999999999999s", "300y"})
  void refusesWhatIsNoDuration(String text) {
    assertThat(Durations.parseMillis(text)).isNull();
  }
}
