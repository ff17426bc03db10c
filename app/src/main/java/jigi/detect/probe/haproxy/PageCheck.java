package jigi.detect.probe.haproxy;

import java.util.List;
import jigi.base.config.Secret;
import jigi.base.connect.Connection;
import jigi.base.connect.http.HttpConnection;
import jigi.base.connect.wire.Http;
import jigi.base.connect.wire.WireException;
import jigi.detect.probe.ByConnection;
import jigi.detect.probe.Check;
import jigi.detect.probe.CheckContext;
import jigi.detect.probe.Observation;
import jigi.detect.probe.ServiceCall;
import jigi.detect.probe.expect.Expectation;

/** The check of {@link HaproxyKind} by the statistics page in CSV. */
record PageCheck(String connection, String path, List<Expectation> expect)
    implements Check, ByConnection {
  @Override
  public Class<? extends Connection> connectionKind() {
    return HttpConnection.class;
  }

  @Override
  public Observation observe(CheckContext context) throws InterruptedException {
    try {
      Http.Response answer = new ServiceCall(context, connection).get(path);
      return answer.status() == 200
          ? Statistics.parse(answer.text()).judge(expect, context)
          : Observation.fail(path + " is answered by " + answer.statusLine());
    } catch (IllegalArgumentException e) {
      return Observation.fail(path + " is answered by something else than statistics");
    } catch (Secret.Missing e) {
      return Observation.unknown(String.valueOf(e.getMessage()));
    } catch (WireException e) {
      return Observation.of(e);
    }
  }
}
