package jigi.operate.runbook.http;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import jigi.base.config.Place;
import jigi.base.config.Problems;
import jigi.base.config.Secret;
import jigi.base.connect.ConnectionRegistry;
import jigi.base.connect.http.HttpConnection;
import jigi.base.connect.wire.Deadline;
import jigi.base.connect.wire.Http;
import jigi.base.connect.wire.WireException;
import jigi.base.kernel.RealTime;
import jigi.base.kernel.Timeline;
import jigi.base.run.StepContext;
import jigi.base.run.StepKind;
import jigi.base.run.StepOutcome;
import jigi.base.run.StepPart;
import jigi.detect.probe.expect.Expectation;
import jigi.detect.probe.expect.Expectations;
import jigi.detect.probe.expect.Seen;

/**
 * Sends one request and judges the answer. Redirects are not followed: a request that acts is sent
 * where its author wrote it and nowhere else.
 */
public final class HttpStep extends HttpSyntax implements StepKind {
  private static final int BODY_LIMIT = 1 << 20;
  private static final int SHOWN = 1000;
  private static final Duration SHORTEST = Duration.ofSeconds(30);
  private static final String KEY = "Idempotency-Key";

  private final ConnectionRegistry connections;
  private final Timeline timeline;

  public HttpStep(ConnectionRegistry connections, Timeline timeline) {
    this.connections = connections;
    this.timeline = timeline;
  }

  /** A request that was lost may have taken effect: it depends on the request. */
  @Override
  public boolean repeatable() {
    return false;
  }

  @Override
  public boolean repeatable(StepPart part) {
    return HttpBlock.parse(part.source()).repeatable();
  }

  @Override
  public StepOutcome run(StepContext context) throws InterruptedException {
    HttpBlock block = HttpBlock.parse(context.part().source());
    if (!block.safe() && !context.how().acts()) {
      return StepOutcome.failed(
          "a " + block.method() + " may change something, and the block may only look");
    }
    HttpConnection connection = connection(context, block);
    HttpConnection.Ask ask = ask(context, block);
    String what = block.method() + " " + connection.text().replaceFirst("/+$", "") + ask.path();
    if (context.dry() && context.how().acts()) {
      return StepOutcome.ok("would send " + what);
    }
    Deadline deadline = Deadline.in(context.timeout().isZero() ? SHORTEST : context.timeout());
    long start = RealTime.nanos();
    try {
      Http.Response answer =
          connection.exchange(connections.opening(context.system(), deadline), ask);
      return judged(block, what, answer, (RealTime.nanos() - start) / 1e9);
    } catch (Secret.Missing e) {
      return trouble(context, what + ": " + e.getMessage());
    } catch (WireException e) {
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
      boolean open = context.how().acts() && e.afterSending() && !block.repeatable();
      return open
          ? StepOutcome.unknown(
              what + ": " + e.evidence() + "\nwhether it took effect cannot be told")
          : trouble(context, what + ": " + e.evidence());
    }
  }

  /** Nothing was done, or what was done may be done again. */
  private static StepOutcome trouble(StepContext context, String what) {
    return context.how().checks() ? StepOutcome.unknown(what) : StepOutcome.failed(what);
  }

  private HttpConnection connection(StepContext context, HttpBlock block) {
    String name = context.part().attributes().get(CONNECTION);
    return name == null
        ? HttpConnection.plain(origin(URI.create(block.target(context.values()))))
        : connections.find(context.system(), name, HttpConnection.class);
  }

  private static URI origin(URI uri) {
    return URI.create(uri.getScheme() + "://" + uri.getRawAuthority());
  }

  private static HttpConnection.Ask ask(StepContext context, HttpBlock block) {
    Map<String, String> headers = new LinkedHashMap<>(block.headers(context.values()));
    // The same for every attempt of the step, so that the service recognises a repetition.
    headers.replaceAll(
        (name, value) ->
            name.equalsIgnoreCase(KEY) && value.equals("auto")
                ? context.run().id() + "-" + context.part().line() + "-" + context.how().each()
                : value);
    String target = block.target(context.values());
    String path = target;
    if (block.absolute()) {
      URI uri = URI.create(target);
      String query = uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery();
      path = (uri.getRawPath().isEmpty() ? "/" : uri.getRawPath()) + query;
    }
    byte[] body = block.body(context.values()).getBytes(StandardCharsets.UTF_8);
    return new HttpConnection.Ask(block.method(), path, headers, body, BODY_LIMIT);
  }

  private StepOutcome judged(HttpBlock block, String what, Http.Response answer, double seconds) {
    List<Expectation> expected = expectations(block, new Place("", 0, 0), new Problems());
    String text = answer.text().strip();
    String shown = text.length() <= SHOWN ? text : text.substring(0, SHOWN) + "…";
    String said = what + ": " + answer.statusLine() + (shown.isEmpty() ? "" : "\n" + shown);
    if (expected.isEmpty()) {
      return answer.status() / 100 == 2 ? StepOutcome.ok(said) : StepOutcome.failed(said);
    }
    Seen seen =
        new Seen(
            Map.of("status", (double) answer.status(), "time", seconds),
            answer.text(),
            answer::header,
            timeline.instant(),
            Duration.ZERO);
    List<String> objections = Expectations.objections(expected, seen);
    return objections.isEmpty()
        ? StepOutcome.ok(said)
        : StepOutcome.failed(said + "\n" + String.join("\n", objections));
  }
}
