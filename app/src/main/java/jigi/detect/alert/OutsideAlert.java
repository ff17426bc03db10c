package jigi.detect.alert;

import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import jigi.base.kernel.Hash;
import jigi.base.kernel.Json;
import jigi.detect.rule.Severity;
import jigi.metrics.model.Labels;
import org.jspecify.annotations.Nullable;

/**
 * What another system says of one of its alerts.
 *
 * @param labels as it has them, {@code alertname} among them
 * @param firing false when it says that the alert is over
 * @param until when it is over unless told of again; null where it is over only when told so
 */
public record OutsideAlert(
    Map<String, String> labels,
    Map<String, String> annotations,
    boolean firing,
    Instant since,
    @Nullable Instant until) {
  private static final String PREFIX = "outside:";

  public OutsideAlert {
    labels = Map.copyOf(labels);
    annotations = Map.copyOf(annotations);
  }

  /** Whether an alert with this rule key came from outside: no rule of a manual makes it. */
  public static boolean isOutside(String ruleKey) {
    return ruleKey.startsWith(PREFIX);
  }

  /** A label {@code system} of theirs becomes {@code exported_system}, as of scraped samples. */
  Alert.Identity identity(String system) {
    Map<String, String> all = new TreeMap<>(labels);
    String theirs = all.put("system", system);
    if (theirs != null && !theirs.equals(system)) {
      all.put("exported_system", theirs);
    }
    String name = all.getOrDefault("alertname", "");
    String fingerprint = Hash.of(Json.write(all)).substring(0, 16);
    Labels known = Labels.of(all);
    return new Alert.Identity(
        system, PREFIX + system + "/" + name, name, fingerprint, known, known);
  }

  Alert.Said said() {
    return new Alert.Said(Double.NaN, Severity.ofLabel(labels.get("severity")), annotations);
  }
}
