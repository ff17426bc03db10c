package jigi.present.api.view;

import java.time.Instant;
import java.util.List;
import jigi.base.kernel.Status;
import org.jspecify.annotations.Nullable;

/**
 * A component in its place among the others.
 *
 * @param title what people call it
 * @param type {@code database}, {@code load-balancer}, …
 * @param status null when nothing of it is watched, nor meant to be
 * @param since when the status began
 * @param version that should be running
 * @param needs the components that it stands on, directly
 */
public record Part(
    String system,
    String name,
    String title,
    String type,
    @Nullable Status status,
    @Nullable Instant since,
    String evidence,
    @Nullable String version,
    List<String> needs) {
  public Part {
    needs = List.copyOf(needs);
  }

  public String path() {
    return "/services/" + system + "/" + name;
  }

  /** Whether somebody must look at it. */
  public boolean bad() {
    return status != null && status != Status.OK;
  }
}
