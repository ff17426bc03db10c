package jigi.operate.notify;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import jigi.base.schedule.Holidays;
import jigi.detect.rule.Severity;
import jigi.operate.notify.oncall.OnCallSchedule;
import jigi.operate.notify.routing.Window;
import org.jspecify.annotations.Nullable;

/**
 * A manual's people, channels and routes.
 *
 * @param byRule routes of single rules, which go before those of their severities
 * @param routing of alerts: made of the routes, or of the manual's alertmanager.yml
 * @param windows within which alerts are expected, by name
 * @param folder of the manual, where secrets lie
 */
public record NotifySettings(
    Reach reach,
    Map<Severity, Route> routes,
    Map<String, Route> byRule,
    Routing routing,
    Map<String, Window> windows,
    Path folder) {
  /**
   * Whom there is and by what.
   *
   * @param groups names of people, by the name of the group
   */
  public record Reach(
      Map<String, Person> people,
      Map<String, List<String>> groups,
      OnCall onCall,
      Map<String, Channel> channels) {
    public Reach {
      people = Map.copyOf(people);
      groups = Map.copyOf(groups);
      channels = Map.copyOf(channels);
    }
  }

  /** Who is on call when. */
  public record OnCall(Map<String, OnCallSchedule> schedules, Holidays holidays) {
    public OnCall {
      schedules = java.util.Collections.unmodifiableMap(new java.util.TreeMap<>(schedules));
    }
  }

  public NotifySettings {
    routes = Map.copyOf(routes);
    byRule = Map.copyOf(byRule);
    windows = java.util.Collections.unmodifiableMap(new java.util.TreeMap<>(windows));
  }

  public Map<String, Person> people() {
    return reach.people();
  }

  /** What others call a person; groups, schedules and strangers have their names. */
  public String title(String name) {
    Person person = people().get(name);
    return person == null ? name : person.title();
  }

  public Map<String, List<String>> groups() {
    return reach.groups();
  }

  public OnCall onCall() {
    return reach.onCall();
  }

  public Map<String, Channel> channels() {
    return reach.channels();
  }

  /**
   * Who is told of a rule's alerts.
   *
   * @param rule null when it is not about one
   * @return null when nobody is
   */
  public @Nullable Route route(@Nullable String rule, Severity severity) {
    Route own = rule == null ? null : byRule.get(rule);
    return own == null ? routes.get(severity) : own;
  }

  /** Where what is no alert is told as a warning; null where neither warnings nor critical go. */
  @Nullable Route forWarnings() {
    Route warning = routes().get(Severity.WARNING);
    return warning == null ? routes().get(Severity.CRITICAL) : warning;
  }
}
