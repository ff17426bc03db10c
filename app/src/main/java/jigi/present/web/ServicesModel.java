package jigi.present.web;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import jigi.base.kernel.Status;
import jigi.present.api.http.Urls;
import jigi.present.api.view.AlertRow;
import jigi.present.api.view.ComponentRow;

/**
 * The list of services as it was asked for.
 *
 * @param groups by system, the worst component first
 * @param atLarge alerts that fire and concern a system as a whole
 * @param system empty for all
 */
public record ServicesModel(
    int total,
    int bad,
    boolean onlyBad,
    String system,
    List<String> systems,
    Map<String, List<ComponentRow>> groups,
    List<AlertRow> atLarge) {
  static ServicesModel of(
      List<ComponentRow> all, List<AlertRow> alerts, boolean onlyBad, String system) {
    List<String> systems = all.stream().map(ComponentRow::system).distinct().toList();
    int bad = (int) all.stream().filter(row -> row.status() != Status.OK).count();
    Map<String, List<ComponentRow>> groups = new LinkedHashMap<>();
    Comparator<ComponentRow> worstFirst =
        Comparator.comparing(ComponentRow::status).reversed().thenComparing(ComponentRow::name);
    all.stream()
        .filter(row -> !onlyBad || row.status() != Status.OK)
        .filter(row -> system.isEmpty() || row.system().equals(system))
        .sorted(worstFirst)
        .forEach(row -> groups.computeIfAbsent(row.system(), s -> new ArrayList<>()).add(row));
    List<AlertRow> atLarge =
        alerts.stream()
            .filter(row -> row.component() == null && row.state() != AlertRow.State.PENDING)
            .filter(row -> row.state() != AlertRow.State.RESOLVED)
            .filter(row -> system.isEmpty() || row.system().equals(system))
            .toList();
    return new ServicesModel(all.size(), bad, onlyBad, system, systems, groups, atLarge);
  }

  /** The address with other filters. */
  public String link(boolean onlyBadOnes, String ofSystem) {
    String bad = onlyBadOnes ? "bad=1" : "";
    String of = ofSystem.isEmpty() ? "" : "system=" + Urls.encode(ofSystem);
    String query = bad.isEmpty() || of.isEmpty() ? bad + of : bad + "&" + of;
    return query.isEmpty() ? "/services" : "/services?" + query;
  }
}
