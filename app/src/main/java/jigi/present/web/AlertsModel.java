package jigi.present.web;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import jigi.present.api.http.Urls;
import jigi.present.api.view.AlertRow;

/**
 * The list of alerts as it was asked for.
 *
 * @param matching how many are in this state and have the words
 * @param page from 1
 * @param rows of this page only
 */
public record AlertsModel(
    int total, int firing, int pending, Asked asked, int matching, int page, List<AlertRow> rows) {
  /** More than this cannot be taken in at once. */
  private static final int SHOWN = 200;

  private static final Comparator<AlertRow> FIRING_FIRST =
      Comparator.comparing(
              (AlertRow row) ->
                  switch (row.state()) {
                    case FIRING -> 0;
                    case UNKNOWN -> 1;
                    case PENDING -> 2;
                    case RESOLVED -> 3;
                  })
          .thenComparing(AlertRow::since, Comparator.reverseOrder());

  /**
   * @param state empty for all
   * @param words empty for all
   * @param page from 1; what is beyond the last is the last
   */
  public record Asked(String state, String words, int page) {}

  static AlertsModel of(List<AlertRow> all, Asked asked) {
    String sought = asked.words().toLowerCase(Locale.ROOT);
    List<AlertRow> matching =
        all.stream()
            .filter(row -> asked.state().isEmpty() || name(row).equals(asked.state()))
            .filter(row -> matches(row, sought))
            .sorted(FIRING_FIRST)
            .toList();
    int page = Math.clamp(asked.page(), 1, Math.max(1, pages(matching.size())));
    return new AlertsModel(
        all.size(),
        count(all, AlertRow.State.FIRING),
        count(all, AlertRow.State.PENDING),
        asked,
        matching.size(),
        page,
        matching.stream().skip((page - 1L) * SHOWN).limit(SHOWN).toList());
  }

  /** Labels are sought as they are written: {@code host=app}. */
  private static boolean matches(AlertRow row, String sought) {
    return sought.isEmpty()
        || (row.system() + " " + row.rule() + " " + row.summary() + " " + row.labels())
            .toLowerCase(Locale.ROOT)
            .contains(sought);
  }

  private static int count(List<AlertRow> all, AlertRow.State state) {
    return (int) all.stream().filter(row -> row.state() == state).count();
  }

  private static String name(AlertRow row) {
    return row.state().name().toLowerCase(Locale.ROOT);
  }

  private static int pages(int matching) {
    return (matching + SHOWN - 1) / SHOWN;
  }

  public int pages() {
    return pages(matching);
  }

  /** Whether there are so many that one looks for words in them. */
  public boolean isLong() {
    return total > 20;
  }

  /** The address of alerts of a state with the same words. */
  public String in(String state) {
    return link(state, 1);
  }

  /** The address of another page of the same. */
  public String link(int other) {
    return link(asked.state(), other);
  }

  private String link(String state, int other) {
    String query =
        (state.isEmpty() ? "" : "&state=" + state)
            + (asked.words().isEmpty() ? "" : "&q=" + Urls.encode(asked.words()))
            + (other == 1 ? "" : "&page=" + other);
    return query.isEmpty() ? "/alerts" : "/alerts?" + query.substring(1);
  }
}
