package jigi.operate.notify;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import jigi.detect.rule.Severity;
import org.jspecify.annotations.Nullable;

/**
 * A manual's people, channels and routes.
 *
 * @param groups names of people, by the name of the group
 * @param byRule routes of single rules, which go before those of their severities
 * @param folder of the manual, where secrets lie
 */
public record NotifySettings(
    Map<String, Person> people,
    Map<String, List<String>> groups,
    Map<String, Channel> channels,
    Map<Severity, Route> routes,
    Map<String, Route> byRule,
    Path folder) {
  public NotifySettings {
    people = Map.copyOf(people);
    groups = Map.copyOf(groups);
    channels = Map.copyOf(channels);
    routes = Map.copyOf(routes);
    byRule = Map.copyOf(byRule);
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
}
