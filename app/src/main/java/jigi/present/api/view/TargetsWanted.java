package jigi.present.api.view;

import java.util.Locale;
import java.util.Map;
import jigi.base.kernel.Status;
import org.jspecify.annotations.Nullable;

/**
 * Which targets of scraping are looked for.
 *
 * @param system null for all
 * @param words a part of the address, the job, a label or the error; empty for all
 * @param onlyBad leaves out those that were scraped well
 */
public record TargetsWanted(@Nullable String system, String words, boolean onlyBad) {
  public boolean lets(TargetsView.Row row) {
    return (!onlyBad || row.status() != Status.OK)
        && lets(
            row.system(),
            row.pool() + " " + row.url() + " " + row.error() + " " + text(row.labels()));
  }

  /** A dropped one is not bad: somebody wanted it so. */
  public boolean lets(TargetsView.Dropped row) {
    return !onlyBad
        && lets(row.system(), row.pool() + " " + row.why() + " " + text(row.discovered()));
  }

  private boolean lets(String of, String text) {
    return (system == null || system.equals(of))
        && text.toLowerCase(Locale.ROOT).contains(words.toLowerCase(Locale.ROOT));
  }

  private static String text(Map<String, String> labels) {
    StringBuilder text = new StringBuilder();
    labels.forEach((name, value) -> text.append(name).append('=').append(value).append(' '));
    return text.toString();
  }
}
