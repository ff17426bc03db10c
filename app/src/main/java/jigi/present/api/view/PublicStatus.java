package jigi.present.api.view;

import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import jigi.base.kernel.Language;
import jigi.base.kernel.Status;
import jigi.present.report.Days;
import org.jspecify.annotations.Nullable;

/**
 * What everybody may know of a system: nothing in it names a component, a host or a cause that a
 * person did not write for everybody.
 *
 * @param title the only name of it that outsiders see
 * @param at when it was put together
 * @param works planned, those under way first, then by their beginning
 * @param current what is not over, the latest first
 * @param past what was, the latest first
 */
public record PublicStatus(
    String system,
    String title,
    ZoneId zone,
    Language language,
    Instant at,
    List<Part> parts,
    List<Work> works,
    List<News> current,
    List<News> past) {
  public PublicStatus {
    parts = List.copyOf(parts);
    works = List.copyOf(works);
    current = List.copyOf(current);
    past = List.copyOf(past);
  }

  /**
   * @param days oldest first, today's last
   * @param share of the days that are known, 0 to 1; null where none is
   */
  public record Part(String name, Status status, List<Days.Day> days, @Nullable Double share) {
    public Part {
      days = List.copyOf(days);
    }
  }

  /** Work that is planned. */
  public record Work(String text, Instant from, Instant to) {}

  /**
   * What people wrote of one incident.
   *
   * @param affects names of parts
   * @param updates the latest first
   */
  public record News(String id, String title, List<String> affects, List<Said> updates) {
    public News {
      affects = List.copyOf(affects);
      updates = List.copyOf(updates);
    }

    public Instant began() {
      return updates.getLast().at();
    }

    public Said latest() {
      return updates.getFirst();
    }
  }

  /**
   * @param stage of {@code investigating}, {@code identified}, {@code repairing}, {@code resolved}
   */
  public record Said(String stage, String text, Instant at) {}

  /** The worst of what is shown; UNKNOWN where nothing is. */
  public Status worst() {
    return Status.worst(parts.stream().map(Part::status).toList());
  }

  /** The path of its page. */
  public String path() {
    return path(system);
  }

  public static String path(String system) {
    return "/status/" + system;
  }
}
