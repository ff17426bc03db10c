package jigi.detect.probe.grafana;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import jigi.base.config.Secret;
import jigi.base.connect.Connection;
import jigi.base.connect.http.HttpConnection;
import jigi.base.connect.wire.Http;
import jigi.base.connect.wire.WireException;
import jigi.base.kernel.Json;
import jigi.base.kernel.UserError;
import jigi.detect.probe.ByConnection;
import jigi.detect.probe.Check;
import jigi.detect.probe.CheckContext;
import jigi.detect.probe.Observation;
import jigi.detect.probe.Sample;
import jigi.detect.probe.ServiceCall;

/**
 * The check of {@link GrafanaKind}, over the HTTP API:
 * https://grafana.com/docs/grafana/latest/developers/http_api/
 *
 * @param rules whether its alert rules are counted
 */
record GrafanaCheck(String connection, List<String> dashboards, boolean rules)
    implements Check, ByConnection {
  private static final int NAMED = 5;

  @Override
  public Class<? extends Connection> connectionKind() {
    return HttpConnection.class;
  }

  @Override
  public Observation observe(CheckContext context) throws InterruptedException {
    try {
      ServiceCall call = new ServiceCall(context, connection);
      // Without its database it answers 503, and still in JSON.
      Http.Response answer = call.get("/api/health");
      JsonNode health = health(answer);
      String database = health.path("database").asText("unknown");
      String version = health.path("version").asText("unknown");
      List<Sample> samples = new ArrayList<>();
      List<String> objections = new ArrayList<>();
      samples.add(Sample.of("grafana_database_ok", database.equals("ok") ? 1 : 0));
      samples.add(Sample.of("grafana_info", 1, "version", version));
      if (answer.status() != 200 || !database.equals("ok")) {
        objections.add("expected database ok, it is " + database);
      }
      look(call, samples, objections);
      String said = rules ? rules(call, samples, objections) : "";
      return Observation.judged(
          answer.statusLine() + ", version " + version + said, objections, samples);
    } catch (Secret.Missing e) {
      return Observation.unknown(String.valueOf(e.getMessage()));
    } catch (WireException e) {
      return Observation.of(e);
    }
  }

  private static JsonNode health(Http.Response answer) throws WireException {
    try {
      return Json.tree(answer.text());
    } catch (UserError e) {
      throw WireException.fail(
          answer.status() == 200
              ? "/api/health is not answered by JSON"
              : "/api/health is answered by " + answer.statusLine());
    }
  }

  private void look(ServiceCall call, List<Sample> samples, List<String> objections)
      throws WireException, Secret.Missing, InterruptedException {
    for (String dashboard : dashboards) {
      String path = dashboard.equals("home") ? "home" : "uid/" + dashboard;
      Http.Response answer = call.get("/api/dashboards/" + path);
      boolean there = answer.status() == 200;
      samples.add(Sample.of("grafana_dashboard_ok", there ? 1 : 0, "dashboard", dashboard));
      if (!there) {
        objections.add("dashboard " + dashboard + ": " + answer.statusLine());
      }
    }
  }

  /** A paused one is somebody's decision, which a condition may object to. */
  private static String rules(ServiceCall call, List<Sample> samples, List<String> objections)
      throws Secret.Missing, InterruptedException {
    JsonNode all;
    try {
      all = call.json("/api/v1/provisioning/alert-rules");
    } catch (WireException e) {
      objections.add("its rules are not told: " + e.evidence());
      return "";
    }
    List<String> paused = new ArrayList<>();
    for (JsonNode rule : all) {
      if (rule.path("isPaused").asBoolean()) {
        paused.add(rule.path("title").asText("?"));
      }
    }
    samples.add(Sample.of("grafana_rules", all.size()));
    samples.add(Sample.of("grafana_rules_paused", paused.size()));
    String names = String.join("; ", paused.subList(0, Math.min(NAMED, paused.size())));
    return ", "
        + paused.size()
        + " of "
        + all.size()
        + " rules paused"
        + (paused.isEmpty() ? "" : ": " + names)
        + (paused.size() > NAMED ? "; …" : "");
  }
}
