package jigi.operate.notify;

import java.nio.file.Path;
import java.util.Map;
import jigi.detect.rule.Severity;

/**
 * A manual's people, channels and routes.
 *
 * @param folder of the manual, where secrets lie
 */
public record NotifySettings(
    Map<String, Person> people,
    Map<String, Channel> channels,
    Map<Severity, Route> routes,
    Path folder) {
  public NotifySettings {
    people = Map.copyOf(people);
    channels = Map.copyOf(channels);
    routes = Map.copyOf(routes);
  }
}
