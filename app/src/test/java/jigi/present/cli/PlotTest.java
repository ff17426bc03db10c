package jigi.present.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PlotTest {
  @Test
  void drawsRisesFallsAndGaps() {
    List<Double> values = List.of(0.0, 0.0, 1.0, 2.0, 2.0, Double.NaN, 2.0, 0.0);
    assertThat(new Plot(values, 3).lines())
        .containsExactly(
            "2 ┤   ╭─ ─╮", //
            "1 ┤  ╭╯   │",
            "0 ┤──╯    ╰");
  }

  @Test
  void showsAConstantAsALine() {
    assertThat(new Plot(List.of(4.0, 4.0, 4.0), 3).lines()).containsExactly("6 ┤", "4 ┤───", "2 ┤");
  }

  @Test
  void showsNothingWhereNothingWasMeasured() {
    List<Double> none = Collections.nCopies(3, Double.NaN);
    assertThat(new Plot(none, 2).lines()).allMatch(line -> line.endsWith("┤"));
    List<Double> infinite = List.of(Double.POSITIVE_INFINITY, 1.0, Double.NEGATIVE_INFINITY);
    assertThat(new Plot(infinite, 3).lines()).containsExactly("1.5 ┤", "  1 ┤ ─", "0.5 ┤");
  }

  @Test
  void everyRowIsAsWideAsItsValues() {
    List<Double> wave = IntStream.range(0, 500).mapToObj(i -> Math.sin(i / 7.0) * 1e9).toList();
    List<String> lines = new Plot(wave, 10).lines();
    assertThat(lines).hasSize(10);
    assertThat(lines).allMatch(line -> line.length() <= 500 + Plot.indent(lines));
  }

  @Test
  void writesNumbersShortly() {
    assertThat(
            List.of(0.0, 1.0, 0.5, 1234.5678, 0.012345, 123456789.0, -2.5).stream()
                .map(Plot::number))
        .containsExactly("0", "1", "0.5", "1235", "0.01235", "1.23e+08", "-2.5");
  }
}
