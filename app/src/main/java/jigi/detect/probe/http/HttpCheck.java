package jigi.detect.probe.http;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import jigi.base.config.Secret;
import jigi.base.connect.http.HttpConnection;
import jigi.base.connect.wire.Deadline;
import jigi.base.connect.wire.Http;
import jigi.base.connect.wire.Timings;
import jigi.base.connect.wire.WireException;
import jigi.base.kernel.RealTime;
import jigi.detect.probe.Check;
import jigi.detect.probe.CheckContext;
import jigi.detect.probe.Observation;
import jigi.detect.probe.Sample;
import jigi.detect.probe.SecretText;
import jigi.detect.probe.expect.Expectation;
import jigi.detect.probe.expect.Expectations;
import jigi.detect.probe.expect.Extraction;
import jigi.detect.probe.expect.Seen;
import org.jspecify.annotations.Nullable;

/** The check of {@link HttpKind}. */
final class HttpCheck implements Check {
  private static final int BODY_LIMIT = 256 * 1024;

  private final Ask ask;
  private final Way way;
  private final int follow;
  private final Kept kept;
  private final List<Expectation> expect;

  /** What to ask. */
  record Ask(String method, Map<String, SecretText> headers, String body) {}

  /**
   * What of an answer becomes samples beside its status and length.
   *
   * @param values where numbers stand in it, by name
   * @param spread null where one answer is enough
   * @param second whether it came by HTTP/2, and the evidence says so
   */
  record Kept(
      boolean phases, Map<String, Extraction> values, @Nullable Spread spread, boolean second) {}

  /** The last answer of a chain of redirects, and the time that all of it took. */
  private record Answer(Http.Response response, int redirects, Timings timings) {}

  HttpCheck(Ask ask, Way way, int follow, Kept kept, List<Expectation> expect) {
    this.ask = ask;
    this.way = way;
    this.follow = follow;
    this.kept = kept;
    this.expect = List.copyOf(expect);
  }

  @Override
  public Observation observe(CheckContext context) throws InterruptedException {
    long start = RealTime.nanos();
    try {
      Map<String, String> headers = new HashMap<>();
      for (Map.Entry<String, SecretText> header : ask.headers.entrySet()) {
        String value = header.getValue().read(context.secrets());
        if (value.chars().anyMatch(Character::isISOControl)) {
          return Observation.unknown(
              "the secret for header " + header.getKey() + " has line breaks");
        }
        headers.put(header.getKey(), value);
      }
      Deadline deadline = Deadline.in(context.timeout());
      Answer answer = exchange(context, headers, deadline);
      double seconds = (RealTime.nanos() - start) / 1e9;
      Instances seen = instances(answer, () -> exchange(context, headers, deadline));
      return judge(context, answer, seconds, seen);
    } catch (Secret.Missing e) {
      return Observation.unknown(String.valueOf(e.getMessage()));
    } catch (WireException e) {
      return Observation.of(e);
    }
  }

  private Answer exchange(CheckContext context, Map<String, String> headers, Deadline deadline)
      throws WireException, Secret.Missing, InterruptedException {
    byte[] body = ask.body.getBytes(StandardCharsets.UTF_8);
    Http.Request request =
        way.request(
            context, new HttpConnection.Ask(ask.method, "", headers, body, BODY_LIMIT), deadline);
    Timings timings = Timings.NONE;
    for (int redirects = 0; ; redirects++) {
      Http.Response response = way.send(context, request, deadline);
      timings = timings.plus(response.timings());
      String location = response.header("location");
      if (response.status() / 100 != 3 || location == null || follow == 0) {
        return new Answer(response, redirects, timings);
      }
      if (redirects == follow) {
        throw WireException.fail("more than " + follow + " redirects, the last to " + location);
      }
      request = redirected(request, response.status(), location);
    }
  }

  private interface Exchange {
    Answer again() throws WireException, Secret.Missing, InterruptedException;
  }

  /** Asks until enough different instances have answered; null where one answer is enough. */
  private @Nullable Instances instances(Answer first, Exchange exchange)
      throws WireException, Secret.Missing, InterruptedException {
    Spread spread = kept.spread;
    if (spread == null) {
      return null;
    }
    Instances seen = new Instances(spread);
    seen.add(first.response());
    while (seen.wantsMore()) {
      seen.add(exchange.again().response());
    }
    return seen;
  }

  /** Headers of the manual, which may be secrets, go to another origin only if it is the same. */
  private static Http.Request redirected(Http.Request request, int status, String location)
      throws WireException {
    URI target;
    try {
      target = request.uri().resolve(location);
    } catch (IllegalArgumentException e) {
      throw WireException.fail("redirected to what is no address (" + location + ")");
    }
    boolean http = "http".equals(target.getScheme()) || "https".equals(target.getScheme());
    if (!http || target.getHost() == null) {
      throw WireException.fail("redirected to what is no web address (" + location + ")");
    }
    boolean sameOrigin =
        target.getHost().equalsIgnoreCase(request.uri().getHost())
            && target.getPort() == request.uri().getPort()
            && target.getScheme().equals(request.uri().getScheme());
    boolean keep = status == 307 || status == 308;
    String method = keep || request.method().equals("HEAD") ? request.method() : "GET";
    return request.to(
        target,
        method,
        sameOrigin ? request.headers() : Map.of(),
        keep ? request.body() : new byte[0]);
  }

  private Observation judge(
      CheckContext context, Answer answer, double seconds, @Nullable Instances instances) {
    Http.Response response = answer.response();
    Seen seen =
        new Seen(
            Map.of("status", (double) response.status(), "time", seconds),
            response.text(),
            response::header,
            context.now(),
            context.ahead());
    List<String> objections = new ArrayList<>(Expectations.objections(expect, seen));
    List<Sample> samples = samples(context, answer);
    for (Map.Entry<String, Extraction> value : kept.values.entrySet()) {
      Double number = number(value.getValue().from(response.text(), response::header));
      if (number == null) {
        objections.add("the answer holds no number " + value.getKey());
      } else {
        samples.add(Sample.of("probe_http_value", number, "name", value.getKey()));
      }
    }
    String body = context.shown(response.text().strip(), 50);
    String evidence =
        (kept.second ? "HTTP/2 " : "")
            + response.statusLine()
            + (body.isEmpty() ? "" : ", body \"" + body + '"');
    if (instances != null) {
      objections.addAll(instances.objections());
      samples.add(Sample.of("probe_http_instances", instances.count()));
      evidence += ", " + context.shown(instances.text(), 200);
    }
    return Observation.judged(evidence, objections, samples);
  }

  private List<Sample> samples(CheckContext context, Answer answer) {
    Http.Response response = answer.response();
    List<Sample> samples = new ArrayList<>();
    samples.add(Sample.of("probe_http_status_code", response.status()));
    if (follow > 0) {
      samples.add(Sample.of("probe_http_redirects", answer.redirects()));
    }
    samples.add(Sample.of("probe_http_body_bytes", response.body().length));
    if (kept.phases) {
      samples.addAll(phases(answer.timings()));
    }
    Instant expiry = response.certificateExpiry();
    if (expiry != null) {
      double seconds = expiry.plus(context.ahead()).getEpochSecond();
      samples.add(Sample.of("probe_tls_expiry_timestamp_seconds", seconds));
    }
    return samples;
  }

  private static @Nullable Double number(@Nullable String text) {
    try {
      return text == null ? null : Double.valueOf(text.strip());
    } catch (NumberFormatException e) {
      return null;
    }
  }

  private static List<Sample> phases(Timings timings) {
    Map<String, Long> phases = new TreeMap<>();
    phases.put("resolve", timings.resolve());
    phases.put("connect", timings.connect());
    if (timings.tls() > 0) {
      phases.put("tls", timings.tls());
    }
    phases.put("processing", timings.processing());
    phases.put("transfer", timings.transfer());
    List<Sample> samples = new ArrayList<>();
    phases.forEach(
        (phase, nanos) ->
            samples.add(Sample.of("probe_http_duration_seconds", nanos / 1e9, "phase", phase)));
    return samples;
  }
}
