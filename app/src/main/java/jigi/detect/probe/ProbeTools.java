package jigi.detect.probe;

import jigi.base.exec.Exec;
import jigi.detect.probe.wire.Network;

/** What checks reach the world with. */
public record ProbeTools(Network network, Exec exec) {}
