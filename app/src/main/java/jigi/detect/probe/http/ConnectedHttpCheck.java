package jigi.detect.probe.http;

import java.time.Duration;
import jigi.base.connect.Connection;
import jigi.base.connect.http.HttpConnection;
import jigi.detect.probe.ByConnection;
import jigi.detect.probe.Check;
import jigi.detect.probe.CheckContext;
import jigi.detect.probe.Observation;

/** An HTTP check that goes by a connection which the manual names. */
record ConnectedHttpCheck(String connection, HttpCheck check) implements Check, ByConnection {
  @Override
  public Class<? extends Connection> connectionKind() {
    return HttpConnection.class;
  }

  @Override
  public Observation observe(CheckContext context) throws InterruptedException {
    return check.observe(context);
  }

  @Override
  public Observation interrupted(Duration timeout) {
    return check.interrupted(timeout);
  }
}
