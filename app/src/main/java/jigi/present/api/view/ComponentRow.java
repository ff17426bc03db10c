package jigi.present.api.view;

import java.time.Instant;
import java.util.List;
import jigi.base.kernel.Status;
import org.jspecify.annotations.Nullable;

/**
 * A component in a list.
 *
 * @param since when the status began; null when it was never measured
 * @param evidence what the worst probe saw, in one line
 * @param figures what its probes measured last, one or two of it; empty where evidence says it best
 * @param affected the components that are not OK because this one is not
 */
public record ComponentRow(
    String system,
    String name,
    String purpose,
    @Nullable String host,
    Status status,
    @Nullable Instant since,
    String evidence,
    Beats beats,
    List<Figure> figures,
    List<String> affected) {
  public ComponentRow {
    figures = List.copyOf(figures);
    affected = List.copyOf(affected);
  }

  public String path() {
    return "/services/" + system + "/" + name;
  }
}
