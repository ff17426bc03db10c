package jigi.detect.probe.scrape;

import java.net.URI;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import jigi.base.config.Secret;
import jigi.base.connect.wire.AddressPolicy;
import jigi.base.connect.wire.Deadline;
import jigi.base.connect.wire.Http;
import jigi.base.connect.wire.WireException;
import jigi.base.kernel.RealTime;
import jigi.base.kernel.Status;
import jigi.detect.probe.Check;
import jigi.detect.probe.CheckContext;
import jigi.detect.probe.Observation;
import jigi.detect.probe.ProbeKey;
import jigi.detect.probe.Sample;
import jigi.metrics.model.Labels;
import org.jspecify.annotations.Nullable;

/** The check of {@link ScrapeKind}. */
record ScrapeCheck(
    URI url,
    @Nullable String job,
    String instance,
    @Nullable Secret token,
    @Nullable String ca,
    int limit)
    implements Check, ScrapeTarget {
  private static final int BODY_LIMIT = 32 * 1024 * 1024;
  private static final String ACCEPT =
      "application/openmetrics-text;version=1.0.0;q=0.5,text/plain;version=0.0.4;q=1,*/*;q=0.1";

  @Override
  public Observation observe(CheckContext context) throws InterruptedException {
    long start = RealTime.nanos();
    try {
      Http.Response response =
          new Http(context.tools().network())
              .exchange(request(context), AddressPolicy.STRICT, Deadline.in(context.timeout()));
      if (response.status() != 200) {
        return failed(context, start, response.statusLine());
      }
      if (!response.whole()) {
        return failed(context, start, "more than " + BODY_LIMIT / 1024 / 1024 + " MiB of metrics");
      }
      Exposition offered = ExpositionParser.read(response.text(), limit);
      context.tools().families().told(context.key(), offered.families());
      return scraped(context, start, offered.samples());
    } catch (Secret.Missing e) {
      return Observation.unknown(String.valueOf(e.getMessage()));
    } catch (WireException e) {
      return e.status() == Status.UNKNOWN
          ? Observation.of(e)
          : failed(context, start, e.evidence());
    } catch (ExpositionParser.Bad e) {
      return failed(context, start, String.valueOf(e.getMessage()));
    }
  }

  @Override
  public String job(ProbeKey probe) {
    return job == null ? probe.component() : job;
  }

  private Http.Request request(CheckContext context) throws Secret.Missing {
    Map<String, String> headers = new HashMap<>();
    headers.put("Accept", ACCEPT);
    headers.put("Accept-Encoding", "gzip");
    if (token != null) {
      headers.put("Authorization", "Bearer " + context.secrets().read(token));
    }
    return new Http.Request(
        "GET",
        url,
        headers,
        new byte[0],
        BODY_LIMIT,
        ca == null ? null : context.folder().resolve(ca));
  }

  private Observation scraped(CheckContext context, long start, List<Sample> parsed) {
    List<Sample> all = new ArrayList<>(parsed.size() + 3);
    for (Sample sample : parsed) {
      Labels labels = renamed(renamed(sample.labels(), "job"), "instance");
      all.add(new Sample(target(context, labels), sample.value(), sample.at()));
    }
    addReport(context, start, 1, parsed.size(), all);
    return new Observation(Status.OK, parsed.size() + " samples", List.of(), all);
  }

  private Observation failed(CheckContext context, long start, String evidence) {
    List<Sample> report = new ArrayList<>();
    addReport(context, start, 0, 0, report);
    return new Observation(Status.FAIL, evidence, List.of(), report);
  }

  private void addReport(
      CheckContext context, long start, int up, int count, List<Sample> samples) {
    double seconds = (RealTime.nanos() - start) / 1e9;
    samples.add(own(context, "up", up));
    samples.add(own(context, "scrape_duration_seconds", seconds));
    samples.add(own(context, "scrape_samples_scraped", count));
  }

  private Sample own(CheckContext context, String name, double value) {
    return new Sample(target(context, Labels.of(Labels.METRIC_NAME, name)), value, null);
  }

  private Labels target(CheckContext context, Labels labels) {
    return labels.with("job", job(context.key())).with("instance", instance);
  }

  /** What the target calls so keeps its value under {@code exported_…}, as in Prometheus. */
  private static Labels renamed(Labels labels, String name) {
    String value = labels.get(name);
    return value == null ? labels : labels.with("exported_" + name, value);
  }
}
