package jigi.detect.probe.scrape;

import java.net.URI;
import java.util.List;
import jigi.base.config.Field;
import jigi.base.config.Problems;
import jigi.base.config.Secret;
import jigi.base.config.Shapes;
import jigi.base.config.Values;
import jigi.detect.probe.Check;
import jigi.detect.probe.ProbeKind;
import jigi.detect.probe.SampleName;

/** Takes over the metrics that a target offers in Prometheus's text format. */
public final class ScrapeKind implements ProbeKind {
  private static final Field<URI> URL =
      Field.required("scrape", Shapes.httpUrl(), "The address of the metrics.");
  private static final Field<String> JOB =
      Field.optional("job", Shapes.text(), "The label 'job'; default: the component.");
  private static final Field<String> INSTANCE =
      Field.optional("instance", Shapes.text(), "The label 'instance'; default: host and port.");
  private static final Field<Secret> TOKEN =
      Field.optional("token", Secret.shape(), "A bearer token.");
  private static final Field<String> CA =
      Field.optional("ca", Shapes.text(), "A PEM file of the authorities to trust.");
  private static final Field<Integer> LIMIT =
      Field.optional(
          "limit",
          Shapes.integer(1, 1_000_000),
          "10000",
          "A target that offers more samples than this fails, and none is stored.");
  private static final Field<List<String>> METRICS =
      Field.optional(
          "metrics",
          Shapes.listOf(Shapes.text()),
          "Names of metrics that come from here, so that conditions over others are errors.");

  @Override
  public String name() {
    return "scrape";
  }

  @Override
  public List<Field<?>> fields() {
    return List.of(URL, JOB, INSTANCE, TOKEN, CA, LIMIT, METRICS);
  }

  @Override
  public Check configure(Values values, Problems problems) {
    URI url = values.get(URL);
    String instance = values.find(INSTANCE);
    int port = url.getPort() >= 0 ? url.getPort() : url.getScheme().equals("https") ? 443 : 80;
    return new ScrapeCheck(
        new ScrapeCheck.Settings(
            url,
            values.find(JOB),
            instance == null ? url.getHost() + ":" + port : instance,
            values.find(TOKEN),
            values.find(CA),
            values.get(LIMIT)));
  }

  @Override
  public Offer offer(Values values) {
    List<String> metrics = values.find(METRICS);
    return metrics == null ? new Offer(true, List.of()) : new Offer(false, metrics);
  }

  @Override
  public List<SampleName> samples() {
    return List.of(
        SampleName.of("up", "state", "1 when the metrics could be read.", "job", "instance"),
        SampleName.of(
            "scrape_duration_seconds", "seconds", "Time that reading took.", "job", "instance"),
        SampleName.of(
            "scrape_samples_scraped", "count", "Samples that were offered.", "job", "instance"));
  }

  @Override
  public boolean samplesLackComponent() {
    return true;
  }
}
