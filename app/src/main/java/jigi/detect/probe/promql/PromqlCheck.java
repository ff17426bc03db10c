package jigi.detect.probe.promql;

import jigi.base.config.Secret;
import jigi.base.connect.Connection;
import jigi.base.connect.http.HttpConnection;
import jigi.base.connect.wire.WireException;
import jigi.detect.probe.ByConnection;
import jigi.detect.probe.Check;
import jigi.detect.probe.CheckContext;
import jigi.detect.probe.Observation;
import jigi.detect.probe.QueryResult;
import jigi.detect.probe.ServiceCall;

/** Asks another server. */
record PromqlCheck(String query, String connection, SeriesJudge judge)
    implements Check, ByConnection {
  @Override
  public Class<? extends Connection> connectionKind() {
    return HttpConnection.class;
  }

  @Override
  public Observation observe(CheckContext context) throws InterruptedException {
    try {
      ServiceCall call = new ServiceCall(context, connection);
      return judge.judge(context, QueryResult.ask(call, "/api/v1/query", query).series());
    } catch (Secret.Missing e) {
      return Observation.unknown(String.valueOf(e.getMessage()));
    } catch (WireException e) {
      return Observation.of(e);
    }
  }
}
