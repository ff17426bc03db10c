package jigi.operate.notify;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import jigi.detect.rule.Severity;

/**
 * A manual's people, channels and routes.
 *
 * @param groups names of people, by the name of the group
 * @param folder of the manual, where secrets lie
 */
public record NotifySettings(
    Map<String, Person> people,
    Map<String, List<String>> groups,
    Map<String, Channel> channels,
    Map<Severity, Route> routes,
    Path folder) {
  public NotifySettings {
    people = Map.copyOf(people);
    groups = Map.copyOf(groups);
    channels = Map.copyOf(channels);
    routes = Map.copyOf(routes);
  }
}
