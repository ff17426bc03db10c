package jigi.detect.probe.loki;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import jigi.base.config.Secret;
import jigi.base.connect.Connection;
import jigi.base.connect.http.HttpConnection;
import jigi.base.connect.wire.Http;
import jigi.base.connect.wire.WireException;
import jigi.detect.probe.ByConnection;
import jigi.detect.probe.Check;
import jigi.detect.probe.CheckContext;
import jigi.detect.probe.Observation;
import jigi.detect.probe.QueryResult;
import jigi.detect.probe.Sample;
import jigi.detect.probe.ServiceCall;

/**
 * The check of {@link LokiKind}, over the HTTP API:
 * https://grafana.com/docs/loki/latest/reference/loki-http-api/
 */
record LokiCheck(String connection, Map<String, String> queries) implements Check, ByConnection {
  @Override
  public Class<? extends Connection> connectionKind() {
    return HttpConnection.class;
  }

  @Override
  public Observation observe(CheckContext context) throws InterruptedException {
    try {
      ServiceCall call = new ServiceCall(context, connection);
      Http.Response ready = call.get("/ready");
      if (ready.status() != 200) {
        return Observation.fail(
            "it is not ready: " + ready.statusLine() + ", " + ready.text().strip());
      }
      List<Sample> samples = new ArrayList<>();
      List<String> remarks = new ArrayList<>(List.of("ready"));
      for (Map.Entry<String, String> query : queries.entrySet()) {
        QueryResult result = QueryResult.ask(call, "/loki/api/v1/query", query.getValue());
        // A count of no lines is an empty vector.
        double sum = result.series().stream().mapToDouble(QueryResult.Series::value).sum();
        samples.add(Sample.of("loki_query_value", sum, "query", query.getKey()));
        remarks.add(query.getKey() + " " + sum);
      }
      return Observation.judged(String.join(", ", remarks), List.of(), samples);
    } catch (Secret.Missing e) {
      return Observation.unknown(String.valueOf(e.getMessage()));
    } catch (WireException e) {
      return Observation.of(e);
    }
  }
}
