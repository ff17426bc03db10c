package jigi.detect.rule;

import java.time.Duration;
import java.util.List;

/**
 * Rules that are evaluated one after the other at the same instant.
 *
 * @param system whose series it reads and writes; "" for those of no system
 * @param queryOffset how far before the instant the expressions look
 * @param limit of series that one rule may give, 0 for none
 */
public record RuleGroup(
    String system, String file, String name, Schedule schedule, int limit, List<Rule> rules) {

  public record Schedule(Duration interval, Duration queryOffset) {}

  public RuleGroup {
    rules = List.copyOf(rules);
  }

  /** False when it was read as Prometheus alone would read it. */
  boolean isOfASystem() {
    return !system.isEmpty();
  }

  String key() {
    return system + "/" + file + "/" + name;
  }
}
