package jigi.detect.probe.redis;

import java.util.List;
import jigi.base.config.Secret;
import jigi.base.connect.Connection;
import jigi.base.connect.Opening;
import jigi.base.connect.redis.RedisConnection;
import jigi.base.connect.redis.RedisSession;
import jigi.base.connect.redis.Reply;
import jigi.base.connect.wire.Deadline;
import jigi.base.connect.wire.WireException;
import jigi.base.kernel.RealTime;
import jigi.detect.probe.ByConnection;
import jigi.detect.probe.Check;
import jigi.detect.probe.CheckContext;
import jigi.detect.probe.Measured;
import jigi.detect.probe.Observation;
import jigi.detect.probe.expect.Expectation;

/** The check of {@link RedisKind}. */
record RedisCheck(String connection, List<Expectation> expect) implements Check, ByConnection {
  @Override
  public Class<? extends Connection> connectionKind() {
    return RedisConnection.class;
  }

  @Override
  public Observation observe(CheckContext context) throws InterruptedException {
    var connections = context.tools().connections();
    String system = context.key().system();
    RedisConnection named = connections.find(system, connection, RedisConnection.class);
    Opening opening =
        connections.opening(system, context.secrets()::read, Deadline.in(context.timeout()));
    try (RedisSession session = named.open(opening)) {
      return ask(session, context);
    } catch (Secret.Missing e) {
      return Observation.unknown(String.valueOf(e.getMessage()));
    } catch (WireException e) {
      return Observation.of(e);
    }
  }

  private Observation ask(RedisSession session, CheckContext context) throws WireException {
    Measured measured = new Measured();
    long start = RealTime.nanos();
    Reply pong = session.command("PING");
    double seconds = (RealTime.nanos() - start) / 1e9;
    if (!pong.equals(new Reply.Text("PONG"))) {
      return Observation.fail("PING is answered by " + pong.shown());
    }
    measured.number("time", seconds);
    measured.sample("redis_ping_duration_seconds", seconds);
    measured.remark("PONG in " + Math.max(1, Math.round(seconds * 1000)) + "ms");
    Reply info = session.command("INFO");
    if (info instanceof Reply.Text text) {
      new Info(text.value()).into(measured, context);
    } else {
      measured.remark("INFO is answered by " + info.shown());
      measured.gap(info.shown(), Info.SUBJECTS);
    }
    return measured.judge(expect, context);
  }
}
