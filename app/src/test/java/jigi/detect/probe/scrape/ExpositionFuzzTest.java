package jigi.detect.probe.scrape;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import jigi.detect.probe.Sample;
import jigi.testing.Mutations;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Whatever a target answers, it is read or refused with its line, at once. */
class ExpositionFuzzTest {
  private static final List<byte[]> CORPUS =
      List.of(
          bytes(
              """
              # HELP http_requests_total The total \\\\ number\\nof requests.
              # TYPE http_requests_total counter
              http_requests_total{method="post",code="200"} 1027 1395066363000
              msdos{path="C:\\\\DIR\\\\FILE.TXT",error="Cannot find:\\n\\"FILE\\""} 1.458255915e9
              weird{problem="division by zero"} +Inf -3982045
              rpc{quantile="0.99"} NaN
              """),
          bytes(
              """
              # TYPE a histogram
              # UNIT a seconds
              a_bucket{le="0.5"} 1 1395066363.5 # {trace_id="x"} 0.6 1395066363
              {"utf.8 ü",label="ü","l.2"="b"} -0.000123456789012345678e-300
              # EOF
              """),
          bytes("plain 1\nplain2   123456789012345678901234567890\r\n\t x{} 0x1p3\n"));

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @Test
  void readsOrRefuses() {
    run(20_000);
  }

  @Test
  @Tag("exhaustive")
  void readsOrRefusesForLong() {
    run(3_000_000);
  }

  private static void run(int rounds) {
    long seed = System.nanoTime();
    System.out.println("ExpositionFuzzTest seed " + seed);
    Mutations mutations = new Mutations(seed);
    OfferedSeries series = new OfferedSeries(labels -> labels);
    int read = 0;
    for (int round = 0; round < rounds; round++) {
      byte[] text = mutations.next(CORPUS);
      String as = "seed " + seed + " round " + round;
      long start = System.nanoTime();
      String outcome = outcome(text, series, as);
      assertThat(System.nanoTime() - start).as(as).isLessThan(Duration.ofSeconds(5).toNanos());
      // What is remembered of former texts must not be seen.
      OfferedSeries fresh = new OfferedSeries(labels -> labels);
      assertThat(outcome).as(as).isEqualTo(outcome(text, fresh, as));
      read += outcome.startsWith("[") ? 1 : 0;
    }
    assertThat(read).isBetween(rounds / 50, rounds - rounds / 50);
  }

  private static String outcome(byte[] text, OfferedSeries series, String as) {
    try {
      List<Sample> samples = ExpositionParser.read(text, 1000, series).samples();
      for (Sample sample : samples) {
        assertThat(sample.labels().size()).as(as).isPositive();
      }
      return samples.toString();
    } catch (ExpositionParser.Bad e) {
      assertThat(e).as(as).hasMessageMatching("(?s)line \\d+ of the metrics: .+");
      return String.valueOf(e.getMessage());
    } catch (RuntimeException | Error e) {
      throw new AssertionError(as + ": " + new String(text, StandardCharsets.ISO_8859_1), e);
    }
  }
}
