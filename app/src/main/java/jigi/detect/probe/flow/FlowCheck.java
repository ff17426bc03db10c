package jigi.detect.probe.flow;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import jigi.base.config.Secret;
import jigi.base.connect.Connection;
import jigi.base.connect.Opening;
import jigi.base.connect.http.HttpConnection;
import jigi.base.connect.wire.Deadline;
import jigi.base.connect.wire.Http;
import jigi.base.connect.wire.WireException;
import jigi.base.kernel.RealTime;
import jigi.base.kernel.Status;
import jigi.detect.probe.ByConnection;
import jigi.detect.probe.Check;
import jigi.detect.probe.CheckContext;
import jigi.detect.probe.Observation;
import jigi.detect.probe.Sample;
import jigi.detect.probe.expect.Expectations;
import jigi.detect.probe.expect.Extraction;
import jigi.detect.probe.expect.Seen;

/** The check of {@link FlowKind}. Cookies are kept from step to step, and forgotten at the end. */
record FlowCheck(String connection, List<Step> steps, Map<String, Secret> secrets)
    implements Check, ByConnection {
  private static final int BODY_LIMIT = 256 * 1024;

  /** What a walk has gathered so far. */
  private static final class Walk {
    final Map<String, String> known = new HashMap<>();
    final Map<String, String> cookies = new LinkedHashMap<>();
    final List<Sample> samples = new ArrayList<>();

    String filled(String text) {
      String filled = text;
      for (Map.Entry<String, String> each : known.entrySet()) {
        filled = filled.replace("{" + each.getKey() + "}", each.getValue());
      }
      return filled;
    }

    /** Name and value of each (RFC 6265); the flow is too short for the rest to matter. */
    void keepCookies(Http.Response response) {
      for (String cookie : response.headers().getOrDefault("set-cookie", List.of())) {
        String pair = cookie.split(";", 2)[0];
        int equals = pair.indexOf('=');
        if (equals > 0) {
          cookies.put(pair.substring(0, equals).strip(), pair.substring(equals + 1).strip());
        }
      }
    }

    String cookieHeader() {
      List<String> pairs = new ArrayList<>();
      cookies.forEach((name, value) -> pairs.add(name + "=" + value));
      return String.join("; ", pairs);
    }
  }

  @Override
  public Class<? extends Connection> connectionKind() {
    return HttpConnection.class;
  }

  @Override
  public Observation observe(CheckContext context) throws InterruptedException {
    Walk walk = new Walk();
    int done = 0;
    try {
      for (Map.Entry<String, Secret> secret : secrets.entrySet()) {
        walk.known.put(secret.getKey(), context.secrets().read(secret.getValue()));
      }
      var connections = context.tools().connections();
      String system = context.key().system();
      HttpConnection named = connections.find(system, connection, HttpConnection.class);
      Opening opening =
          connections.opening(system, context.secrets()::read, Deadline.in(context.timeout()));
      for (Step step : steps) {
        String objection = take(step, done + 1, named, opening, context, walk);
        if (!objection.isEmpty()) {
          walk.samples.add(Sample.of("flow_steps_done", done));
          return Observation.of(Status.FAIL, where(done, step) + ": " + objection, walk.samples);
        }
        done++;
      }
      walk.samples.add(Sample.of("flow_steps_done", done));
      return Observation.of(Status.OK, done + " steps done", walk.samples);
    } catch (Secret.Missing e) {
      return Observation.unknown(String.valueOf(e.getMessage()));
    } catch (WireException e) {
      String evidence = where(done, steps.get(done)) + ": " + e.evidence();
      return Observation.of(e.status(), evidence, walk.samples);
    }
  }

  private String where(int done, Step step) {
    return "step " + (done + 1) + " of " + steps.size() + ", " + step.line();
  }

  /** Empty when the step went well. */
  private static String take(
      Step step, int number, HttpConnection named, Opening opening, CheckContext context, Walk walk)
      throws WireException, Secret.Missing, InterruptedException {
    Map<String, String> headers = new LinkedHashMap<>();
    if (!walk.cookies.isEmpty()) {
      headers.put("Cookie", walk.cookieHeader());
    }
    step.headers().forEach((name, value) -> headers.put(name, walk.filled(value)));
    String path = walk.filled(step.line().path());
    if (!path.matches("/[!-~]*") || headers.values().stream().anyMatch(FlowCheck::broken)) {
      return "what was put in for a name does not fit there";
    }
    byte[] body = walk.filled(step.body()).getBytes(StandardCharsets.UTF_8);
    long start = RealTime.nanos();
    Http.Response response =
        named.exchange(
            opening, new HttpConnection.Ask(step.line().method(), path, headers, body, BODY_LIMIT));
    double seconds = (RealTime.nanos() - start) / 1e9;
    walk.samples.add(Sample.of("flow_step_duration_seconds", seconds, "step", "" + number));
    walk.keepCookies(response);
    return judged(step, response, seconds, context, walk);
  }

  private static boolean broken(String value) {
    return value.chars().anyMatch(Character::isISOControl);
  }

  private static String judged(
      Step step, Http.Response response, double seconds, CheckContext context, Walk walk) {
    Seen seen =
        new Seen(
            Map.of("status", (double) response.status(), "time", seconds),
            response.text(),
            response::header,
            context.now(),
            context.ahead());
    List<String> objections = Expectations.objections(step.expect(), seen);
    if (!objections.isEmpty()) {
      return String.join("; ", objections);
    }
    for (Map.Entry<String, Extraction> wanted : step.extract().entrySet()) {
      String found = wanted.getValue().from(response.text(), response::header);
      if (found == null) {
        return "the answer holds no " + wanted.getKey();
      }
      walk.known.put(wanted.getKey(), found);
    }
    return "";
  }
}
