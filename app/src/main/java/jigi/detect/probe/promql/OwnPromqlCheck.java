package jigi.detect.probe.promql;

import jigi.base.connect.wire.WireException;
import jigi.detect.probe.Check;
import jigi.detect.probe.CheckContext;
import jigi.detect.probe.Observation;
import jigi.detect.probe.OwnQuery;

/** Asks for what Jigi itself has measured of the system. */
record OwnPromqlCheck(String query, SeriesJudge judge) implements Check, OwnQuery {
  @Override
  public Observation observe(CheckContext context) throws InterruptedException {
    try {
      var answer = context.tools().samples().ask(context.key().system(), query, context.now());
      return judge.judge(context, answer.series());
    } catch (WireException e) {
      return Observation.of(e);
    }
  }
}
