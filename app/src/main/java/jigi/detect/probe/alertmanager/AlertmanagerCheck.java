package jigi.detect.probe.alertmanager;

import com.fasterxml.jackson.databind.JsonNode;
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

/** The check of {@link AlertmanagerKind}, over the API v2 that every Alertmanager documents. */
record AlertmanagerCheck(String connection, List<Expectation> expect)
    implements Check, ByConnection {
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
      return judge(call, context);
    } catch (Secret.Missing e) {
      return Observation.unknown(String.valueOf(e.getMessage()));
    } catch (WireException e) {
      return Observation.of(e);
    }
  }

  private Observation judge(ServiceCall call, CheckContext context)
      throws WireException, Secret.Missing, InterruptedException {
    Measured measured = new Measured();
    JsonNode status = call.json("/api/v2/status");
    String version = status.path("versionInfo").path("version").asText("unknown");
    measured.remark("version " + version);
    measured.sample("alertmanager_info", 1, "version", version);
    int peers = status.path("cluster").path("peers").size();
    measured.number("peers", peers);
    measured.sample("alertmanager_peers", peers);
    Map<String, Integer> states =
        new TreeMap<>(Map.of("active", 0, "suppressed", 0, "unprocessed", 0));
    for (JsonNode alert : call.json("/api/v2/alerts")) {
      states.merge(alert.path("status").path("state").asText(), 1, Integer::sum);
    }
    states.forEach(
        (state, count) -> {
          measured.number(state, count);
          measured.sample("alertmanager_alerts", count, "state", state);
        });
    int silences = 0;
    for (JsonNode silence : call.json("/api/v2/silences")) {
      silences += silence.path("status").path("state").asText().equals("active") ? 1 : 0;
    }
    measured.number("silences", silences);
    measured.sample("alertmanager_silences", silences);
    measured.remark(states.get("active") + " alerts active, " + silences + " silences");
    return measured.judge(expect, context);
  }
}
