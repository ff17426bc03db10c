package jigi.present.api.view;

import java.util.List;

/** Where alerts go. */
public interface AlertRoutes {
  /** Where alerts go: each system's tree, a route before those below it. */
  List<RouteView> routes(Scope scope);

  /** By what people are told, by system and name. */
  List<RouteView.Way> channels(Scope scope);

  /**
   * Where an alert with these labels would go now.
   *
   * @param labels {@code alertname=WebDown, severity=critical}
   */
  RouteView.Answer whereTo(String system, String labels);

  /** Sends a test message by one channel to one person, and gives the delivery's id. */
  String test(String system, String channel, String person, String actor);
}
