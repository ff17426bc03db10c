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
 */
public record ProbeTools(
    Network network,
    Exec exec,
    ConnectionRegistry connections,
    Families families,
    LogMemory logs,
    HeartbeatMemory heartbeats) {}
