package jigi.detect.probe;

import jigi.base.connect.ConnectionRegistry;
import jigi.base.connect.wire.Network;
import jigi.base.exec.Exec;
import jigi.detect.probe.heartbeat.HeartbeatMemory;
import jigi.detect.probe.log.LogMemory;

/**
 * What checks reach the world with.
 *
 * @param families where scrapes leave what they are told of metrics
 * @param logs how far logs have been read
 * @param heartbeats what jobs said of themselves
 * @param samples what other probes measured
 */
public record ProbeTools(
    Network network,
    Exec exec,
    ConnectionRegistry connections,
    Families families,
    LogMemory logs,
    HeartbeatMemory heartbeats,
    OwnSamples samples) {
  /** Without anything that a server keeps from one execution to the next. */
  public static ProbeTools forgetful(Network network, Exec exec, ConnectionRegistry connections) {
    return new ProbeTools(
        network,
        exec,
        connections,
        new Families(),
        LogMemory.forgetful(),
        HeartbeatMemory.deaf(),
        OwnSamples.none());
  }

  public ProbeTools with(LogMemory other) {
    return new ProbeTools(network, exec, connections, families, other, heartbeats, samples);
  }

  public ProbeTools with(HeartbeatMemory other) {
    return new ProbeTools(network, exec, connections, families, logs, other, samples);
  }

  public ProbeTools with(OwnSamples other) {
    return new ProbeTools(network, exec, connections, families, logs, heartbeats, other);
  }
}
