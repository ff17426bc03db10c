package jigi.detect.probe.prometheus;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import jigi.base.config.Secret;
import jigi.base.connect.Connection;
import jigi.base.connect.http.HttpConnection;
import jigi.base.connect.wire.Http;
import jigi.base.connect.wire.WireException;
import jigi.detect.probe.ByConnection;
import jigi.detect.probe.Check;
import jigi.detect.probe.CheckContext;
import jigi.detect.probe.Measured;
import jigi.detect.probe.Observation;
import jigi.detect.probe.ServiceCall;
import jigi.detect.probe.expect.Expectation;

/**
 * The check of {@link PrometheusKind}, over the management and HTTP APIs:
 * https://prometheus.io/docs/prometheus/latest/querying/api/
 */
record PrometheusCheck(String connection, List<Expectation> expect) implements Check, ByConnection {
  private static final int SHOWN = 3;

  @Override
  public Class<? extends Connection> connectionKind() {
    return HttpConnection.class;
  }

  @Override
  public Observation observe(CheckContext context) throws InterruptedException {
    try {
      ServiceCall call = new ServiceCall(context, connection);
      Http.Response ready = call.get("/-/ready");
      if (ready.status() != 200) {
        return Observation.fail("it is not ready: " + ready.statusLine());
      }
      Measured measured = new Measured();
      build(call, measured);
      boolean dead = targets(call, measured);
      rules(call, measured);
      alerts(call, measured);
      Observation seen = measured.judge(expect, context);
      return dead
          ? seen.failingFor("all targets are down at once, which is a fault of the monitoring")
          : seen;
    } catch (Secret.Missing e) {
      return Observation.unknown(String.valueOf(e.getMessage()));
    } catch (WireException e) {
      return Observation.of(e);
    }
  }

  private static void build(ServiceCall call, Measured measured)
      throws WireException, Secret.Missing, InterruptedException {
    String version =
        call.json("/api/v1/status/buildinfo").path("data").path("version").asText("unknown");
    measured.remark("version " + version);
    measured.sample("prometheus_info", 1, "version", version);
    JsonNode runtime = call.json("/api/v1/status/runtimeinfo").path("data");
    double ok = runtime.path("reloadConfigSuccess").asBoolean() ? 1 : 0;
    measured.number("config-ok", ok);
    measured.sample("prometheus_config_ok", ok);
  }

  /** True when there are targets and not one of them is up. */
  private static boolean targets(ServiceCall call, Measured measured)
      throws WireException, Secret.Missing, InterruptedException {
    JsonNode targets = call.json("/api/v1/targets?state=active").path("data").path("activeTargets");
    Map<String, Map<String, Integer>> jobs = new TreeMap<>();
    List<String> down = new ArrayList<>();
    int up = 0;
    for (JsonNode target : targets) {
      String job = target.path("scrapePool").asText();
      String health = target.path("health").asText("unknown");
      Map<String, Integer> counts = jobs.computeIfAbsent(job, key -> new TreeMap<>());
      counts.putIfAbsent("up", 0);
      counts.putIfAbsent("down", 0);
      counts.merge(health, 1, Integer::sum);
      up += health.equals("up") ? 1 : 0;
      if (health.equals("down")) {
        down.add(job + " " + target.path("labels").path("instance").asText());
      }
    }
    jobs.forEach(
        (job, counts) ->
            counts.forEach(
                (health, count) ->
                    measured.sample("prometheus_targets", count, "job", job, "health", health)));
    measured.number("targets-up", up);
    measured.number("targets-down", down.size());
    measured.remark(up + " of " + targets.size() + " targets up");
    if (!down.isEmpty()) {
      int shown = Math.min(SHOWN, down.size());
      measured.remark("down: " + String.join(", ", down.subList(0, shown)));
    }
    return !down.isEmpty() && down.size() == targets.size();
  }

  private static void rules(ServiceCall call, Measured measured)
      throws WireException, Secret.Missing, InterruptedException {
    int all = 0;
    int failing = 0;
    for (JsonNode group : call.json("/api/v1/rules").path("data").path("groups")) {
      for (JsonNode rule : group.path("rules")) {
        all++;
        if (rule.path("health").asText().equals("err")) {
          failing++;
          measured.remark(
              rule.path("name").asText() + " fails: " + rule.path("lastError").asText());
        }
      }
    }
    measured.number("rules-failing", failing);
    measured.sample("prometheus_rules", all);
    measured.sample("prometheus_rules_failing", failing);
  }

  private static void alerts(ServiceCall call, Measured measured)
      throws WireException, Secret.Missing, InterruptedException {
    int firing = 0;
    int pending = 0;
    for (JsonNode alert : call.json("/api/v1/alerts").path("data").path("alerts")) {
      if (alert.path("state").asText().equals("firing")) {
        firing++;
      } else {
        pending++;
      }
    }
    measured.number("alerts-firing", firing);
    measured.number("alerts-pending", pending);
    measured.sample("prometheus_alerts", firing, "state", "firing");
    measured.sample("prometheus_alerts", pending, "state", "pending");
    measured.remark(firing + " alerts firing, " + pending + " pending");
  }
}
