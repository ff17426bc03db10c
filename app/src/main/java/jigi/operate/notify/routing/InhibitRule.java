package jigi.operate.notify.routing;

import java.util.Collection;
import java.util.List;
import jigi.metrics.model.Labels;
import jigi.metrics.model.Matcher;

/**
 * While an alert of the source fires, those of the target are not told
 * (https://prometheus.io/docs/alerting/latest/configuration/#inhibit_rule).
 *
 * @param equal labels that both have with the same value; a missing one is an empty one
 */
public record InhibitRule(List<Matcher> source, List<Matcher> target, List<String> equal) {
  public InhibitRule {
    source = List.copyOf(source);
    target = List.copyOf(target);
    equal = List.copyOf(equal);
  }

  /** Whether one of the alerts that fire hides this one. */
  public boolean hides(Labels alert, Collection<Labels> firing) {
    if (!Matchers.all(target, alert)) {
      return false;
    }
    // What is on both sides cannot be hidden by what is on both sides: an alert would hide itself.
    boolean both = Matchers.all(source, alert);
    return firing.stream()
        .filter(other -> Matchers.all(source, other))
        .filter(other -> equal.stream().allMatch(name -> same(name, alert, other)))
        .anyMatch(other -> !both || !Matchers.all(target, other));
  }

  private static boolean same(String name, Labels one, Labels other) {
    return one.getOrEmpty(name).equals(other.getOrEmpty(name));
  }
}
