package jigi.present.api.rooms;

import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import jigi.detect.probe.ProbeKey;
import jigi.detect.probe.ProbeScheduler;
import jigi.detect.probe.ProbeView;
import jigi.detect.probe.heartbeat.Heartbeats;
import jigi.detect.probe.heartbeat.Signal;
import jigi.present.api.view.HeartbeatRow;
import jigi.present.api.view.JobSignal;
import jigi.present.api.view.Scope;

/** What jobs elsewhere say of themselves. */
public final class HeartbeatRoom {
  private static final int SHOWN = 10;

  private final Heartbeats heartbeats;
  private final ProbeScheduler probes;

  public HeartbeatRoom(Heartbeats heartbeats, ProbeScheduler probes) {
    this.heartbeats = heartbeats;
    this.probes = probes;
  }

  /** All that a reader may see, by system, component and name. */
  public List<HeartbeatRow> list(Scope scope) {
    return heartbeats.all().stream()
        .filter(probe -> scope.sees(probe.key().system()))
        .flatMap(probe -> Stream.ofNullable(probes.view(probe.key())))
        .map(this::row)
        .toList();
  }

  private HeartbeatRow row(ProbeView view) {
    ProbeKey key = view.probe().key();
    return new HeartbeatRow(
        key.system(), key.component(), key.probe(), view.status(), view.evidence(), signals(key));
  }

  /** What a job said last, the newest first. */
  List<JobSignal> signals(ProbeKey key) {
    return heartbeats.newest(key, SHOWN).stream().map(HeartbeatRoom::signal).toList();
  }

  private static JobSignal signal(Signal signal) {
    return new JobSignal(
        signal.at(),
        signal.kind().name().toLowerCase(Locale.ROOT),
        signal.code(),
        signal.said(),
        signal.took());
  }
}
