package jigi.detect.inventory;

import java.net.URI;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import jigi.base.kernel.Language;
import org.jspecify.annotations.Nullable;

/**
 * One system's parts and what is said about the system as a whole.
 *
 * @param components by key, in the order of the file
 * @param complete false while the manual has errors in its components, so that later parts do not
 *     complain about names that are merely misread
 */
public record Inventory(
    Profile profile, SequencedMap<String, Component> components, boolean complete) {
  /**
   * What is said about the system.
   *
   * @param publicTitle the only name that outsiders see
   * @param environment production, staging, …
   */
  public record Profile(
      @Nullable String title,
      @Nullable String publicTitle,
      @Nullable String purpose,
      @Nullable String environment,
      ZoneId zone,
      Language language,
      @Nullable String owner,
      Document document,
      Map<String, URI> links) {}

  /** The manual as a document: version, last change, next review. */
  public record Document(
      @Nullable String version,
      java.time.@Nullable LocalDate updated,
      java.time.@Nullable LocalDate nextReview) {}

  public Inventory {
    components = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(components));
  }

  public @Nullable Component component(String name) {
    return components.get(name);
  }

  public Collection<Component> all() {
    return components.values();
  }

  /** What stands on the component, directly. */
  public List<Component> dependants(String name) {
    return all().stream().filter(component -> component.needs().contains(name)).toList();
  }

  /** Everything that the component stands on, nearest first. */
  public List<Component> foundations(String name) {
    List<String> order = new ArrayList<>(List.of(name));
    for (int i = 0; i < order.size(); i++) {
      Component at = components.get(order.get(i));
      if (at != null) {
        at.needs().stream().filter(need -> !order.contains(need)).forEach(order::add);
      }
    }
    List<Component> found = new ArrayList<>();
    for (String each : order.subList(1, order.size())) {
      Component component = components.get(each);
      if (component != null) {
        found.add(component);
      }
    }
    return found;
  }
}
