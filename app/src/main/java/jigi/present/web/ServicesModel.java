package jigi.present.web;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import jigi.base.kernel.Status;
import jigi.present.api.http.Urls;
import jigi.present.api.view.AlertRow;
import jigi.present.api.view.ComponentRow;
import jigi.present.api.view.SystemRow;

/**
 * The list of services as it was asked for.
 *
 * @param systems the worst first, without those that the filter leaves out
 * @param groups by system, the worst component first; no more of each than can be read
 * @param atLarge alerts that fire and concern a system as a whole
 * @param matching how many components of each system the filter lets through
 */
public record ServicesModel(
    Filter filter,
    int total,
    int bad,
    List<SystemRow> systems,
    Map<String, List<ComponentRow>> groups,
    Map<String, Integer> matching,
    List<AlertRow> atLarge) {
  /** Of one system; the rest is on that system's own page. */
  private static final int SHOWN = 40;

  /**
   * What was asked for.
   *
   * @param words empty for all; else a part of the name, the title or the evidence
   */
  public record Filter(boolean onlyBad, String words) {
    boolean lets(ComponentRow row) {
      boolean found =
          words.isEmpty()
              || (row.system() + " " + row.name() + " " + row.purpose() + " " + row.evidence())
                  .toLowerCase(Locale.ROOT)
                  .contains(words.toLowerCase(Locale.ROOT));
      return found && (!onlyBad || row.status() != Status.OK);
    }

    boolean all() {
      return !onlyBad && words.isEmpty();
    }
  }

  static ServicesModel of(
      List<SystemRow> systems, List<ComponentRow> all, List<AlertRow> alerts, Filter filter) {
    Map<String, List<ComponentRow>> matching = new LinkedHashMap<>();
    systems.forEach(system -> matching.put(system.system(), new ArrayList<>()));
    for (ComponentRow row : all) {
      List<ComponentRow> own = matching.get(row.system());
      if (own != null && filter.lets(row)) {
        own.add(row);
      }
    }
    Comparator<ComponentRow> worstFirst =
        Comparator.comparing(ComponentRow::status).reversed().thenComparing(ComponentRow::name);
    Map<String, List<ComponentRow>> groups = new LinkedHashMap<>();
    Map<String, Integer> counts = new LinkedHashMap<>();
    matching.forEach(
        (system, rows) -> {
          counts.put(system, rows.size());
          groups.put(system, rows.stream().sorted(worstFirst).limit(SHOWN).toList());
        });
    List<AlertRow> atLarge =
        alerts.stream()
            .filter(row -> row.component() == null && row.state() != AlertRow.State.PENDING)
            .filter(row -> row.state() != AlertRow.State.RESOLVED)
            .toList();
    return new ServicesModel(
        filter,
        all.size(),
        (int) all.stream().filter(row -> row.status() != Status.OK).count(),
        systems.stream()
            .filter(row -> filter.all() || counts.getOrDefault(row.system(), 0) > 0)
            .toList(),
        groups,
        counts,
        atLarge);
  }

  /** How many of a system's matching components are not on this page. */
  public int left(String system) {
    return matching.getOrDefault(system, 0) - groups.getOrDefault(system, List.of()).size();
  }

  /** The address with the other filter and the same words. */
  public String link(boolean onlyBadOnes) {
    String bad = onlyBadOnes ? "bad=1" : "";
    String of = filter.words().isEmpty() ? "" : "q=" + Urls.encode(filter.words());
    String query = bad.isEmpty() || of.isEmpty() ? bad + of : bad + "&" + of;
    return query.isEmpty() ? "/services" : "/services?" + query;
  }
}
