package jigi.detect.alert;

import java.util.List;
import jigi.base.journal.EventDraft;
import jigi.base.journal.EventKind;
import jigi.base.kernel.Json;
import jigi.detect.rule.GoFormat;
import jigi.detect.rule.Rule;
import org.jspecify.annotations.Nullable;

/**
 * What the journal says of alerts. Arguments: {@code id, alert} (the rule's name), {@code rule}
 * (its key), {@code fingerprint, severity, value, expr, labels, annotations} (both JSON), {@code
 * since, runbook} and {@code summary} when annotated. Of an alert from outside the value is not
 * known.
 */
public final class AlertEvents {
  public static final EventKind PENDING = EventKind.of("alert.pending");
  public static final EventKind FIRING = EventKind.of("alert.firing");
  public static final EventKind RESOLVED = EventKind.of("alert.resolved");

  /** A pending alert went away before it fired. */
  public static final EventKind INACTIVE = EventKind.of("alert.inactive");

  /** A firing alert is held although its series are not measured. */
  public static final EventKind UNKNOWN = EventKind.of("alert.unknown");

  /** A held alert is measured again, and still there. */
  public static final EventKind KNOWN = EventKind.of("alert.known");

  public static final EventKind ACKNOWLEDGED = EventKind.of("alert.acknowledged");

  private AlertEvents() {}

  public static List<EventKind> all() {
    return List.of(PENDING, FIRING, RESOLVED, INACTIVE, UNKNOWN, KNOWN, ACKNOWLEDGED);
  }

  static EventDraft draft(EventKind kind, Alert alert, Rule.@Nullable Alerting rule) {
    Alert.Identity identity = alert.identity();
    EventDraft draft =
        EventDraft.of(kind)
            .system(identity.system())
            .component(identity.component())
            .with("id", alert.id())
            .with("alert", identity.rule())
            .with("rule", identity.ruleKey())
            .with("fingerprint", identity.fingerprint())
            .with("severity", alert.said().severity().key())
            .with(
                "value",
                OutsideAlert.isOutside(identity.ruleKey())
                    ? "–"
                    : GoFormat.shortest(alert.said().value()))
            .with("labels", Json.write(identity.labels().toMap()))
            .with("annotations", Json.write(alert.said().annotations()))
            .with("since", alert.times().activeAt());
    if (rule != null) {
      draft = draft.with("expr", rule.expression().text());
    }
    for (String name : List.of("runbook", "summary")) {
      String text = alert.said().annotations().get(name);
      if (text != null) {
        draft = draft.with(name, text);
      }
    }
    return draft;
  }
}
