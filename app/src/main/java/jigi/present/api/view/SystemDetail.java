package jigi.present.api.view;

import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A system's page and its architecture. */
public record SystemDetail(
    SystemRow row,
    Profile profile,
    List<Layer> layers,
    List<AlertRow> alerts,
    List<IncidentRow> incidents,
    List<Happening> changes) {
  /**
   * What its manual says about it as a whole.
   *
   * @param version of the manual as a document
   * @param updated when the manual was last changed
   * @param overdue whether the day of the next review has passed
   * @param links by title
   */
  public record Profile(
      String zone,
      @Nullable String version,
      @Nullable LocalDate updated,
      @Nullable LocalDate nextReview,
      boolean overdue,
      Map<String, String> links) {
    public Profile {
      links = java.util.Collections.unmodifiableMap(new TreeMap<>(links));
    }
  }

  public SystemDetail {
    layers = List.copyOf(layers);
    alerts = List.copyOf(alerts);
    incidents = List.copyOf(incidents);
    changes = List.copyOf(changes);
  }

  /** All components. */
  public List<Part> parts() {
    return layers.stream().flatMap(layer -> layer.parts().stream()).toList();
  }
}
