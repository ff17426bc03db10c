package jigi.present.web;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import jigi.base.kernel.Status;
import jigi.present.api.http.Urls;
import jigi.present.api.view.TargetsView;
import jigi.present.api.view.TargetsWanted;

/**
 * Targets of scraping as they were asked for.
 *
 * @param pools that with the worst target first
 * @param dropped no more than can be read
 */
public record TargetsModel(
    TargetsWanted wanted,
    TargetsView.Counts counts,
    List<Pool> pools,
    List<TargetsView.Dropped> dropped,
    int droppedMatching) {
  /** Of one job, and of what is dropped. */
  private static final int SHOWN = 50;

  /**
   * A job's targets.
   *
   * @param of how many fit in all
   * @param rows the worst first; no more than can be read
   */
  public record Pool(String system, String name, int of, int up, List<TargetsView.Row> rows) {
    public int left() {
      return of - rows.size();
    }

    public Status status() {
      return rows.getFirst().status();
    }
  }

  static TargetsModel of(TargetsView found, TargetsWanted wanted) {
    Map<String, List<TargetsView.Row>> pools = new LinkedHashMap<>();
    found
        .rows()
        .forEach(
            row ->
                pools
                    .computeIfAbsent(row.system() + "\n" + row.pool(), key -> new ArrayList<>())
                    .add(row));
    return new TargetsModel(
        wanted,
        found.counts(),
        pools.values().stream().map(TargetsModel::pool).toList(),
        found.dropped().stream().limit(SHOWN).toList(),
        found.dropped().size());
  }

  private static Pool pool(List<TargetsView.Row> rows) {
    int up = (int) rows.stream().filter(row -> row.status() == Status.OK).count();
    TargetsView.Row worst = rows.getFirst();
    return new Pool(
        worst.system(), worst.pool(), rows.size(), up, rows.stream().limit(SHOWN).toList());
  }

  public boolean none() {
    return pools.isEmpty() && dropped.isEmpty();
  }

  public boolean askedForAll() {
    return !wanted.onlyBad() && wanted.words().isEmpty();
  }

  /** How many dropped ones fit, or were not even kept, beyond those shown. */
  public int droppedLeft() {
    return (askedForAll() ? counts.dropped() : droppedMatching) - dropped.size();
  }

  /** The address with the other filter and the same words. */
  public String link(boolean onlyBad) {
    String bad = onlyBad ? "&bad=1" : "";
    String words = wanted.words().isEmpty() ? "" : "&q=" + Urls.encode(wanted.words());
    String query = bad + words;
    return query.isEmpty() ? "/targets" : "/targets?" + query.substring(1);
  }
}
