package jigi.detect.probe;

import jigi.base.connect.wire.Network;
import jigi.base.exec.Exec;

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
