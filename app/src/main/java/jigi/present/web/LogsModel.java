package jigi.present.web;

import java.util.List;
import jigi.present.api.http.Urls;
import jigi.present.api.view.LogRow;
import jigi.present.api.view.WholeLog;

/**
 * Kept lines of logs.
 *
 * @param systems that the reader may choose from
 * @param places of the logs that the reader may read as a whole
 */
public record LogsModel(
    List<LogRow> rows, Filter filter, List<String> systems, List<WholeLog.Place> places) {
  /** How far back one can look; groups of errors are kept for 35 days. */
  static final List<String> WINDOWS = List.of("1h", "24h", "7d", "35d");

  /**
   * What was asked for; empty texts for all.
   *
   * @param within one of the windows
   */
  public record Filter(String system, String component, String words, String within) {
    public boolean none() {
      return (system + component + words).isEmpty();
    }
  }

  public LogsModel {
    rows = List.copyOf(rows);
    systems = List.copyOf(systems);
    places = List.copyOf(places);
  }

  /** Those of the system and component that were asked for. */
  public List<WholeLog.Place> fittingPlaces() {
    return places.stream()
        .filter(each -> filter.system().isEmpty() || each.system().equals(filter.system()))
        .filter(each -> filter.component().isEmpty() || each.component().equals(filter.component()))
        .toList();
  }

  /** The page of a whole log, with the words that were looked for. */
  public String link(WholeLog.Place place) {
    return WholeLogModel.path(place)
        + (filter.words().isEmpty() ? "" : "?q=" + Urls.encode(filter.words()));
  }

  /** The page that looks through all whole logs, with the same words. */
  public String everywhere() {
    return "/logs/everywhere?system="
        + Urls.encode(filter.system())
        + part("component", filter.component())
        + part("q", filter.words());
  }

  public List<String> windows() {
    return WINDOWS;
  }

  /** The address with another window. */
  public String link(String within) {
    return "/logs?within="
        + within
        + part("system", filter.system())
        + part("component", filter.component())
        + part("q", filter.words());
  }

  private static String part(String name, String value) {
    return value.isEmpty() ? "" : "&" + name + "=" + Urls.encode(value);
  }
}
