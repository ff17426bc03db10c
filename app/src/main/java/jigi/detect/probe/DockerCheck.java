package jigi.detect.probe;

import java.time.Duration;
import jigi.base.config.Secret;
import jigi.base.connect.Connection;
import jigi.base.connect.docker.DockerConnection;
import jigi.base.connect.docker.DockerSession;
import jigi.base.connect.wire.Deadline;
import jigi.base.connect.wire.WireException;
import jigi.base.kernel.Durations;

/** A check that asks a Docker daemon. */
public interface DockerCheck extends Check, ByConnection {
  /** Looks, the session being open. */
  Observation look(DockerSession session, CheckContext context)
      throws WireException, InterruptedException;

  @Override
  default Class<? extends Connection> connectionKind() {
    return DockerConnection.class;
  }

  @Override
  default Observation observe(CheckContext context) throws InterruptedException {
    try (DockerSession session = open(context, context.timeout())) {
      return look(session, context);
    } catch (Secret.Missing e) {
      return Observation.unknown(String.valueOf(e.getMessage()));
    } catch (WireException e) {
      // Of what it has nothing is known when a daemon is silent: it may run as ever.
      return Observation.unknown("Docker cannot be asked: " + e.evidence());
    }
  }

  @Override
  default Observation interrupted(Duration timeout) {
    return Observation.unknown("Docker did not answer within " + Durations.format(timeout));
  }

  /** The way to the daemon. */
  default DockerConnection daemon(CheckContext context) {
    return context
        .tools()
        .connections()
        .find(context.key().system(), connection(), DockerConnection.class);
  }

  /** A session that ends by itself after this time. */
  default DockerSession open(CheckContext context, Duration most)
      throws WireException, Secret.Missing, InterruptedException {
    var connections = context.tools().connections();
    Deadline deadline = Deadline.in(most);
    return daemon(context)
        .open(connections.opening(context.key().system(), context.secrets()::read, deadline));
  }
}
