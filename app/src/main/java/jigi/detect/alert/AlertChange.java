package jigi.detect.alert;

import java.util.Objects;
import jigi.base.journal.EventKind;
import jigi.detect.alert.Alert.Phase;
import jigi.detect.rule.Rule;
import org.jspecify.annotations.Nullable;

/**
 * A step of an alert.
 *
 * @param from null for a new one
 * @param rule null when another system says so
 * @param reason why it is over, or no longer known
 */
record AlertChange(
    @Nullable Alert from, Alert to, Rule.@Nullable Alerting rule, @Nullable String reason) {
  /** What must survive a restart changed, not only the value and the texts. */
  boolean isLasting() {
    return from == null
        || from.phase() != to.phase()
        || !Objects.equals(from.times().keepSince(), to.times().keepSince());
  }

  @Nullable EventKind kind() {
    Phase before = from == null ? Phase.INACTIVE : from.phase();
    if (before == to.phase() && from != null) {
      return null;
    }
    return switch (to.phase()) {
      case PENDING -> AlertEvents.PENDING;
      case FIRING -> before == Phase.UNKNOWN ? AlertEvents.KNOWN : AlertEvents.FIRING;
      case UNKNOWN -> AlertEvents.UNKNOWN;
      case RESOLVED -> AlertEvents.RESOLVED;
      case INACTIVE -> AlertEvents.INACTIVE;
    };
  }
}
