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
import jigi.base.connect.wire.Tls;
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
final class ScrapeCheck implements Check, ScrapeTarget {
  /**
   * What the manual says.
   *
   * @param job null for the component
   * @param limit of samples
   */
  record Settings(
      URI url,
      @Nullable String job,
      String instance,
      @Nullable Secret token,
      @Nullable String ca,
      int limit) {}

  private static final int BODY_LIMIT = 32 * 1024 * 1024;
  private static final String ACCEPT =
      "application/openmetrics-text;version=1.0.0;q=0.5,text/plain;version=0.0.4;q=1,*/*;q=0.1";

  private final Settings settings;

  /** Made at the first scrape; one that was interrupted may still be at it when the next begins. */
  private @Nullable OfferedSeries series;

  ScrapeCheck(Settings settings) {
    this.settings = settings;
  }

  @Override
  public URI url() {
    return settings.url();
  }

  @Override
  public String instance() {
    return settings.instance();
  }

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
      Exposition offered = read(context, response.body());
      context.tools().families().told(context.key(), offered.families());
      return scraped(context, start, offered);
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

  private synchronized Exposition read(CheckContext context, byte[] body)
      throws ExpositionParser.Bad {
    if (series == null) {
      series = new OfferedSeries(labels -> named(context.key(), labels));
    }
    return ExpositionParser.read(body, settings.limit(), series);
  }

  @Override
  public String job(ProbeKey probe) {
    String job = settings.job();
    return job == null ? probe.component() : job;
  }

  private Http.Request request(CheckContext context) throws Secret.Missing {
    Map<String, String> headers = new HashMap<>();
    headers.put("Accept", ACCEPT);
    headers.put("Accept-Encoding", "gzip");
    Secret token = settings.token();
    String ca = settings.ca();
    if (token != null) {
      headers.put("Authorization", "Bearer " + context.secrets().read(token));
    }
    return new Http.Request(
        "GET",
        settings.url(),
        headers,
        new byte[0],
        BODY_LIMIT,
        new Tls.Trust(ca == null ? null : context.folder().resolve(ca), null));
  }

  private Observation scraped(CheckContext context, long start, Exposition offered) {
    List<Sample> all = new ArrayList<>(offered.samples().size() + 3);
    all.addAll(offered.samples());
    addReport(context, start, 1, offered.offered(), all);
    return Observation.scraped(Status.OK, offered.offered() + " samples", all);
  }

  private Observation failed(CheckContext context, long start, String evidence) {
    List<Sample> report = new ArrayList<>();
    addReport(context, start, 0, 0, report);
    return Observation.scraped(Status.FAIL, evidence, report);
  }

  private void addReport(
      CheckContext context, long start, int up, int count, List<Sample> samples) {
    double seconds = (RealTime.nanos() - start) / 1e9;
    samples.add(own(context, "up", up));
    samples.add(own(context, "scrape_duration_seconds", seconds));
    samples.add(own(context, "scrape_samples_scraped", count));
  }

  private Sample own(CheckContext context, String name, double value) {
    Labels labels = Labels.of(Labels.METRIC_NAME, name);
    return new Sample(named(context.key(), labels), value, null);
  }

  /** With the labels of the target; what it calls so itself is kept as {@code exported_…}. */
  private Labels named(ProbeKey probe, Labels offered) {
    Labels labels = offered;
    for (String name : List.of("job", "instance", "system")) {
      String value = offered.get(name);
      labels = value == null ? labels : labels.with("exported_" + name, value);
    }
    return labels
        .with("job", job(probe))
        .with("instance", settings.instance())
        .with("system", probe.system());
  }
}
