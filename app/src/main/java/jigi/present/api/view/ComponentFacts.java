package jigi.present.api.view;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What is known about a component beside how it is.
 *
 * @param version that should be running
 * @param running the version that its probes saw
 * @param links by title
 * @param needs what it stands on
 * @param dependants what stands on it
 */
public record ComponentFacts(
    String title,
    String type,
    String layer,
    @Nullable String group,
    @Nullable String owner,
    @Nullable String version,
    @Nullable String running,
    Map<String, String> links,
    List<Amount> capacity,
    List<Part> needs,
    List<Part> dependants) {
  /**
   * How much there is of something and how much of it is used.
   *
   * @param what {@code memory}, {@code disk} or {@code cpu}
   * @param whole bytes, or processors; null when neither the manual nor a probe says it
   * @param used 0 to 1; null when it could not be measured
   * @param limits where something is said about it, the lowest first
   */
  public record Amount(
      String what, @Nullable Double whole, @Nullable Double used, List<Limit> limits) {
    public Amount {
      limits = List.copyOf(limits);
    }

    /** Whether the use is beyond one of the limits. */
    public boolean beyond() {
      return used != null && limits.stream().anyMatch(limit -> used > limit.value());
    }
  }

  /**
   * A value beyond which an alert fires or a condition no longer holds.
   *
   * @param name of the rule or condition
   */
  public record Limit(String name, double value) {}

  public ComponentFacts {
    links = java.util.Collections.unmodifiableMap(new TreeMap<>(links));
    capacity = List.copyOf(capacity);
    needs = List.copyOf(needs);
    dependants = List.copyOf(dependants);
  }
}
