package jigi.detect.probe.scrape;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import jigi.base.kernel.Status;
import jigi.detect.probe.OneProbe;
import jigi.detect.probe.ProbeResult;
import jigi.detect.probe.Sample;
import jigi.detect.probe.Target;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ScrapeProbeTest {
  @TempDir Path folder;

  private static Map<String, Double> parse(String text) throws ExpositionParser.Bad {
    Map<String, Double> samples = new TreeMap<>();
    for (Sample sample : ExpositionParser.parse(text, 100)) {
      samples.put(sample.labels().toString(), sample.value());
    }
    return samples;
  }

  @Test
  void readsWhatRealTargetsOffer() throws Exception {
    assertThat(
            parse(
                """
                # HELP http_requests_total The total number of HTTP requests.
                # TYPE http_requests_total counter
                http_requests_total{method="post",code="200"} 1027 1395066363000
                http_requests_total{method="post",code="400",}    3
                msdos_file_access_time_seconds{path="C:\\\\DIR\\\\FILE.TXT",error="Cannot find file:\\n\\"FILE.TXT\\""} 1.458255915e9

                something_weird{problem="division by zero"} +Inf -3982045
                metric_without_timestamp_and_labels 12.47
                # TYPE rpc summary
                rpc{quantile="0.99"} NaN
                rpc_sum 1.7560473e+07
                # a comment
                # TYPE h histogram
                h_bucket{le="0.05"} 24054
                h_bucket{le="+Inf"} 144320
                h_count 144320
                 \tspaced \t{ a = "b" , }\t 1\t
                empty{} 0
                """))
        .containsEntry("http_requests_total{code=\"200\", method=\"post\"}", 1027.0)
        .containsEntry("http_requests_total{code=\"400\", method=\"post\"}", 3.0)
        .containsEntry(
            "msdos_file_access_time_seconds{error=\"Cannot find file:\\n\\\"FILE.TXT\\\"\","
                + " path=\"C:\\\\DIR\\\\FILE.TXT\"}",
            1.458255915e9)
        .containsEntry("something_weird{problem=\"division by zero\"}", Double.POSITIVE_INFINITY)
        .containsEntry("rpc{quantile=\"0.99\"}", Double.NaN)
        .containsEntry("h_bucket{le=\"+Inf\"}", 144320.0)
        .containsEntry("spaced{a=\"b\"}", 1.0)
        .containsEntry("empty", 0.0)
        .hasSize(12);
  }

  @Test
  void timestampsAreMillisecondsOrInOpenMetricsSeconds() throws Exception {
    assertThat(ExpositionParser.parse("a 1 1395066363000\n", 9).getFirst().at())
        .isEqualTo(Instant.parse("2014-03-17T14:26:03Z"));
    List<Sample> open =
        ExpositionParser.parse(
            "a_bucket{le=\"1\"} 1 1395066363.5 # {trace_id=\"x\"} 0.6\nb 2\n# EOF\n", 9);
    assertThat(open.getFirst().at()).isEqualTo(Instant.parse("2014-03-17T14:26:03.500Z"));
    assertThat(open.getLast().at()).isNull();
  }

  @Test
  void aBrokenLineFailsWithItsNumber() {
    for (Map.Entry<String, String> bad :
        Map.of(
                "ok 1\nbroken{a=\"b\" 1\n", "line 2 of the metrics: labels that are not closed",
                "a 1 2 3\n", "line 1 of the metrics: something after the sample",
                "a one\n", "line 1 of the metrics: not a number ('one')",
                "a{x=\"1\",x=\"2\"} 1\n", "line 1 of the metrics: label x twice",
                "{a=\"b\"} 1\n", "line 1 of the metrics: a sample without a name",
                "<html>\n", "line 1 of the metrics: here must stand a name")
            .entrySet()) {
      assertThatThrownBy(() -> ExpositionParser.parse(bad.getKey(), 100))
          .isInstanceOf(ExpositionParser.Bad.class)
          .hasMessage(bad.getValue());
    }
  }

  @Test
  void labelsTellTheTargetAndKeepWhatItSays() throws Exception {
    try (Target target = Target.start()) {
      target.says("/metrics", 200, "a{job=\"theirs\",instance=\"x\",system=\"y\"} 1\n");
      ProbeResult result = OneProbe.run(folder, "{scrape: \"" + target.url("/metrics") + "\"}");
      assertThat(result.status()).isEqualTo(Status.OK);
      assertThat(result.evidence()).isEqualTo("1 samples");
      String instance = "127.0.0.1:" + target.port();
      assertThat(result.samples().stream().map(sample -> sample.labels().toString()))
          .contains(
              "a{exported_instance=\"x\", exported_job=\"theirs\", exported_system=\"y\","
                  + " instance=\""
                  + instance
                  + "\", job=\"c\", system=\"s\"}",
              "up{instance=\"" + instance + "\", job=\"c\", system=\"s\"}",
              "scrape_samples_scraped{instance=\"" + instance + "\", job=\"c\", system=\"s\"}");
    }
  }

  @Test
  void tooManySamplesOrNoMetricsFailWhole() throws Exception {
    try (Target target = Target.start()) {
      target.says("/metrics", 200, "a 1\nb 2\nc 3\n");
      ProbeResult many =
          OneProbe.run(folder, "{scrape: \"" + target.url("/metrics") + "\", limit: 2}");
      assertThat(many.status()).isEqualTo(Status.FAIL);
      assertThat(many.evidence()).isEqualTo("more than 2 samples ('limit' raises the bound)");
      assertThat(many.samples()).noneMatch(sample -> sample.name().equals("a"));
      assertThat(many.samples())
          .anyMatch(sample -> sample.name().equals("up") && sample.value() == 0);
      ProbeResult none = OneProbe.run(folder, "{scrape: \"" + target.url("/none") + "\"}");
      assertThat(none.status()).isEqualTo(Status.FAIL);
      assertThat(none.evidence()).isEqualTo("404 Not Found");
    }
  }
}
