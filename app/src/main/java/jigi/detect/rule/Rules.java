package jigi.detect.rule;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The rules of one manual. */
public record Rules(List<RuleGroup> groups) {
  public Rules {
    groups = List.copyOf(groups);
  }

  public Stream<Rule> all() {
    return groups.stream().flatMap(group -> group.rules().stream());
  }

  /** The names that other parts of the manual may refer to. */
  public Set<String> alertNames() {
    return all()
        .filter(rule -> rule instanceof Rule.Alerting)
        .map(Rule::name)
        .collect(Collectors.toUnmodifiableSet());
  }
}
