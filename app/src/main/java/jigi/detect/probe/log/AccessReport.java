package jigi.detect.probe.log;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What access logs hold of some time, by whole hours.
 *
 * @param requests all of them
 * @param statuses by their share
 * @param clients those with the most requests
 * @param paths those that were asked for most
 * @param slowest the paths with the longest mean; empty where logs do not tell
 * @param refused client, path and status of what was answered with 4xx or 5xx, the most frequent
 *     first
 */
public record AccessReport(
    long requests,
    List<Row> statuses,
    List<Row> clients,
    List<Row> paths,
    List<Row> slowest,
    List<Row> refused) {
  /**
   * @param mean seconds of a request; null where logs do not tell
   */
  public record Row(String name, long requests, @Nullable Double mean) {
    static Row of(String name, long lines, long micros) {
      return new Row(name, lines, micros == 0 || lines == 0 ? null : micros / 1e6 / lines);
    }
  }

  public AccessReport {
    statuses = List.copyOf(statuses);
    clients = List.copyOf(clients);
    paths = List.copyOf(paths);
    slowest = List.copyOf(slowest);
    refused = List.copyOf(refused);
  }
}
