package jigi.present.api.view;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A runbook in a list.
 *
 * @param alerts {@code WebDown: ask}
 * @param why it is shown where it is suggested: {@code declared}, {@code symptom}, {@code
 *     disturbed}; empty elsewhere
 */
public record RunbookRow(
    String system,
    String name,
    String title,
    String symptom,
    List<String> alerts,
    String why,
    int steps,
    @Nullable RunRow last) {
  public RunbookRow {
    alerts = List.copyOf(alerts);
  }

  public String path() {
    return "/runbooks/" + system + "/" + name;
  }
}
