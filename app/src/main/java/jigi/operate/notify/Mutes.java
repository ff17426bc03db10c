package jigi.operate.notify;

import java.time.Instant;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import jigi.detect.rule.Severity;
import jigi.metrics.model.Labels;
import jigi.operate.notify.AlertGroup.Member;
import jigi.operate.notify.routing.InhibitRule;
import jigi.operate.notify.routing.Matchers;
import jigi.operate.notify.routing.Silence;
import jigi.operate.notify.routing.Window;
import org.jspecify.annotations.Nullable;

/** Which alerts of a system nobody is told of at one instant, and why. */
final class Mutes {
  private final Sight sight;
  private final String system;
  private final NotifySettings settings;
  private final List<Silence> silences;
  private final Supplier<List<Member>> all;
  private final Foundations foundations;
  private final Map<String, Boolean> down = new HashMap<>();
  private @Nullable List<Member> firing;
  private @Nullable List<Labels> labels;

  /** What is looked at. */
  record Sight(String system, Instant at, ZoneId zone, NotifySettings settings) {}

  /**
   * @param all gives the alerts of the system that fire and are somebody's; asked only where it
   *     matters, and once: in a storm each of thousands of groups is looked at
   */
  Mutes(Sight sight, List<Silence> silences, Supplier<List<Member>> all, Foundations foundations) {
    this.sight = sight;
    this.system = sight.system();
    this.settings = sight.settings();
    this.foundations = foundations;
    this.silences = silences;
    this.all = all;
  }

  private List<Member> firing() {
    List<Member> known = firing;
    if (known == null) {
      known = all.get();
      firing = known;
    }
    return known;
  }

  private List<Labels> labels() {
    List<Labels> known = labels;
    if (known == null) {
      known = firing().stream().map(Member::labels).toList();
      labels = known;
    }
    return known;
  }

  /** Whether it does not answer, and a critical alert says so. */
  private boolean isDown(String component) {
    return down.computeIfAbsent(
        component,
        one ->
            foundations.isDown(system, one)
                && firing().stream()
                    .filter(member -> member.severity() == Severity.CRITICAL)
                    .anyMatch(member -> one.equals(component(member.labels()))));
  }

  /** Null when nothing keeps it from people. */
  @Nullable Mute why(Member member) {
    return why(member.labels());
  }

  /** Whether somebody does not want to hear of it, not even of its end. */
  boolean isWanted(Member member) {
    return wanted(sight, silences, member.labels()) != null;
  }

  /** The same of an alert that need not be there. */
  @Nullable Mute why(Labels alert) {
    Mute wanted = wanted(sight, silences, alert);
    if (wanted != null) {
      return wanted;
    }
    for (InhibitRule rule : settings.routing().inhibitions()) {
      if (rule.hides(alert, labels())) {
        return new Mute(Mute.Kind.INHIBITED, Matchers.text(rule.source()));
      }
    }
    String foundation = foundation(alert);
    return foundation == null ? null : new Mute(Mute.Kind.STANDS_ON, foundation);
  }

  /** The silence or maintenance window in which an alert is expected; null for none. */
  static @Nullable Mute wanted(Sight sight, List<Silence> silences, Labels alert) {
    for (Silence silence : silences) {
      if (silence.hides(alert, sight.at(), sight.zone())) {
        return new Mute(Mute.Kind.SILENCE, silence.id());
      }
    }
    for (Map.Entry<String, Window> window : sight.settings().windows().entrySet()) {
      if (window.getValue().when().includes(sight.at(), sight.zone())
          && Matchers.all(window.getValue().matchers(), alert)) {
        return new Mute(Mute.Kind.MAINTENANCE, window.getKey());
      }
    }
    return null;
  }

  /** How many alerts that fire are hidden by what the alert tells of. */
  int hiddenBy(Member member) {
    String component = component(member.labels());
    if (component == null || !isDown(component)) {
      return 0;
    }
    return (int)
        firing().stream()
            .filter(other -> !other.alert().equals(member.alert()))
            .filter(other -> component.equals(foundation(other.labels())))
            .count();
  }

  /** The lowest thing that is down and that the alert's component stands on. */
  private @Nullable String foundation(Labels alert) {
    String found = null;
    for (String below : foundations.below(system, component(alert), alert.get("host"))) {
      if (isDown(below)) {
        found = below;
      }
    }
    return found;
  }

  private static @Nullable String component(Labels alert) {
    return alert.get("component");
  }
}
