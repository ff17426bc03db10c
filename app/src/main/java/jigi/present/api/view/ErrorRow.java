package jigi.present.api.view;

import java.time.Instant;
import java.util.List;

/**
 * Lines of a log that say the same.
 *
 * @param level error or fatal
 * @param example one of them
 * @param reports runbooks that hand such a line on, to an issue tracker for example
 */
public record ErrorRow(
    String level, String example, long lines, Instant last, List<Report> reports) {
  /**
   * A runbook that takes the line.
   *
   * @param path of its page, with the line filled in
   */
  public record Report(String title, String path) {}

  public ErrorRow {
    reports = List.copyOf(reports);
  }
}
