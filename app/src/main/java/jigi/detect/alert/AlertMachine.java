package jigi.detect.alert;

import java.time.Duration;
import java.time.Instant;
import jigi.detect.alert.Alert.Phase;
import jigi.detect.alert.Alert.Times;
import jigi.detect.rule.NoData;
import jigi.detect.rule.Rule;

/** The transitions of an alert, as in Prometheus, and what follows when nothing is measured. */
final class AlertMachine {
  private AlertMachine() {}

  /** The first evaluation at which the condition holds. */
  static Alert begin(Alert pending, Rule.Timing timing, Instant at) {
    return timing.hold().isZero() ? fire(pending, at) : pending;
  }

  /** The condition holds. */
  static Alert active(Alert alert, Rule.Timing timing, Instant at) {
    Times times = alert.times();
    return switch (alert.phase()) {
      case PENDING ->
          Duration.between(times.activeAt(), at).compareTo(timing.hold()) >= 0
              ? fire(alert, at)
              : alert;
      case FIRING, UNKNOWN -> again(alert, at);
      case RESOLVED, INACTIVE -> throw ended(alert);
    };
  }

  /** The condition does not hold, or nothing is measured that could say so. */
  static Alert absent(Alert alert, Rule.Timing timing, Instant at, boolean measured) {
    return switch (alert.phase()) {
      case PENDING -> end(alert, Phase.INACTIVE, at);
      case FIRING, UNKNOWN ->
          measured || timing.noData() == NoData.RESOLVE
              ? gone(alert, timing, at)
              : timing.noData() == NoData.ALERT ? alert : unmeasured(alert, at);
      case RESOLVED, INACTIVE -> throw ended(alert);
    };
  }

  /** The rule is no longer there, or another system says that it is over. */
  static Alert removed(Alert alert, Instant at) {
    return end(alert, alert.isFiring() ? Phase.RESOLVED : Phase.INACTIVE, at);
  }

  /** What fired is seen to fire. */
  static Alert again(Alert alert, Instant at) {
    Times times = alert.times();
    return alert.with(
        Phase.FIRING, new Times(times.activeAt(), times.firingAt(), null, null, at, null));
  }

  /** Another system says that it fires. */
  static Alert fire(Alert alert, Instant at) {
    return alert.with(Phase.FIRING, new Times(alert.times().activeAt(), at, null, null, at, null));
  }

  private static Alert gone(Alert alert, Rule.Timing timing, Instant at) {
    Times times = alert.times();
    Instant since = times.keepSince() == null ? at : times.keepSince();
    if (Duration.between(since, at).compareTo(timing.keepFiring()) >= 0) {
      return end(alert, Phase.RESOLVED, at);
    }
    return alert.with(
        Phase.FIRING,
        new Times(times.activeAt(), times.firingAt(), since, null, times.lastActive(), null));
  }

  /** It is held, although nothing says that it is there. */
  static Alert unmeasured(Alert alert, Instant at) {
    if (alert.phase() == Phase.UNKNOWN) {
      return alert;
    }
    Times times = alert.times();
    return alert.with(
        Phase.UNKNOWN,
        new Times(times.activeAt(), times.firingAt(), null, at, times.lastActive(), null));
  }

  private static Alert end(Alert alert, Phase phase, Instant at) {
    Times times = alert.times();
    return alert.with(
        phase, new Times(times.activeAt(), times.firingAt(), null, null, times.lastActive(), at));
  }

  private static IllegalStateException ended(Alert alert) {
    return new IllegalStateException("alert " + alert.id() + " has ended");
  }
}
