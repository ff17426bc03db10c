package jigi.detect.probe;

import jigi.base.exec.Exec;
import jigi.detect.probe.wire.Network;

/**
 * What checks reach the world with.
 *
 * @param families where scrapes leave what they are told of metrics
 */
public record ProbeTools(Network network, Exec exec, Families families) {
  public ProbeTools(Network network, Exec exec) {
    this(network, exec, new Families());
  }
}
