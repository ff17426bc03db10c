package jigi.present.api.prometheus;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What Go's strconv.FormatFloat(v, 'f' or 'e', -1, 64) writes, as Prometheus uses it. */
class NumbersTest {
  @ParameterizedTest
  @CsvSource({
    "0, 0",
    "-0.0, -0",
    "1, 1",
    "-17, -17",
    "0.1, 0.1",
    "123456789.5, 123456789.5",
    "9007199254740993, 9007199254740992",
    "1e20, 100000000000000000000",
    "1e21, 1e+21",
    "1.5e300, 1.5e+300",
    "0.000001, 0.000001",
    "0.0000005, 5e-07",
    "1.25e-9, 1.25e-09",
    "NaN, NaN",
    "Infinity, +Inf",
    "-Infinity, -Inf",
    "0.0001234, 0.0001234"
  })
  void writesValues(double value, String text) {
    assertThat(Numbers.text(value)).isEqualTo(text);
  }

  @ParameterizedTest
  @CsvSource({"1, 1e+00", "0, 0e+00", "-1234.5, -1.2345e+03", "0.00012, 1.2e-04", "1e100, 1e+100"})
  void writesValuesOfAlertsWithAnExponent(double value, String text) {
    assertThat(Numbers.exponent(value)).isEqualTo(text);
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0",
    "1000, 1",
    "1435781430781, 1435781430.781",
    "1500, 1.5",
    "10, 0.01",
    "-1250, -1.25"
  })
  void writesTimes(long millis, String text) {
    StringBuilder out = new StringBuilder();
    Numbers.seconds(millis, out);
    assertThat(out.toString()).isEqualTo(text);
  }
}
