package jigi.detect.probe;

import java.time.Duration;

/** A check that looks at a host behind SSH. */
record OnHost(Check check, String host) implements Check {
  @Override
  public Observation observe(CheckContext context) throws InterruptedException {
    return check.observe(context.behind(host));
  }

  @Override
  public Observation interrupted(Duration timeout) {
    return check.interrupted(timeout);
  }
}
