package jigi.detect.probe;

import jigi.base.kernel.Status;

/**
 * A probe's status has changed.
 *
 * @param from UNKNOWN when it had never been measured
 */
public record ProbeChange(Status from, ProbeResult result) {}
