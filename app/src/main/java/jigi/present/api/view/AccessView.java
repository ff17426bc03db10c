package jigi.present.api.view;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the access logs of a component hold of a day.
 *
 * @param requests all of them
 * @param parts those that hold something
 */
public record AccessView(long requests, List<Part> parts) {
  /**
   * One way to look at them.
   *
   * @param name {@code statuses}, {@code slowest}, {@code clients} or {@code refused}
   */
  public record Part(String name, List<Row> rows) {
    public Part {
      rows = List.copyOf(rows);
    }
  }

  /**
   * Requests that have something in common.
   *
   * @param share of all, 0 to 1
   * @param mean seconds of one; null where logs do not tell
   */
  public record Row(String name, long requests, double share, @Nullable Double mean) {}

  public AccessView {
    parts = List.copyOf(parts);
  }
}
