package jigi.present.api.view;

import java.util.List;

/**
 * A row of the architecture view.
 *
 * @param name as the manual says, or one of {@code edge}, {@code service}, {@code data}, {@code
 *     infrastructure}, {@code tools}, {@code external}
 */
public record Layer(String name, List<Group> groups) {
  /**
   * What is shown together.
   *
   * @param name empty for components without a group
   */
  public record Group(String name, List<Part> parts) {
    public Group {
      parts = List.copyOf(parts);
    }
  }

  public Layer {
    groups = List.copyOf(groups);
  }

  /** All its parts. */
  public List<Part> parts() {
    return groups.stream().flatMap(group -> group.parts().stream()).toList();
  }
}
