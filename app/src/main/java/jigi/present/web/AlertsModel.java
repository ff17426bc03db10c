package jigi.present.web;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import jigi.present.api.view.AlertRow;

/**
 * The list of alerts as it was asked for.
 *
 * @param state empty for all
 */
public record AlertsModel(int total, int firing, int pending, String state, List<AlertRow> rows) {
  static AlertsModel of(List<AlertRow> all, String state) {
    Comparator<AlertRow> firingFirst =
        Comparator.comparing(
            (AlertRow row) ->
                switch (row.state()) {
                  case FIRING -> 0;
                  case UNKNOWN -> 1;
                  case PENDING -> 2;
                  case RESOLVED -> 3;
                });
    List<AlertRow> rows =
        all.stream()
            .filter(row -> state.isEmpty() || name(row).equals(state))
            .sorted(firingFirst.thenComparing(AlertRow::since, Comparator.reverseOrder()))
            .toList();
    return new AlertsModel(
        all.size(),
        count(all, AlertRow.State.FIRING),
        count(all, AlertRow.State.PENDING),
        state,
        rows);
  }

  private static int count(List<AlertRow> all, AlertRow.State state) {
    return (int) all.stream().filter(row -> row.state() == state).count();
  }

  private static String name(AlertRow row) {
    return row.state().name().toLowerCase(Locale.ROOT);
  }
}
