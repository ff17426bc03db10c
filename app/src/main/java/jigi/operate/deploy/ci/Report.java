package jigi.operate.deploy.ci;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What CI says of one of its chains.
 *
 * @param pipeline identifies one try of the chain
 * @param chain null where only single jobs are reported
 * @param at by CI's own clock
 */
public record Report(String pipeline, @Nullable Whole chain, Instant at, List<Job> jobs) {
  /**
   * The chain as a whole.
   *
   * @param workflow its name; may be empty
   * @param ref the branch or the tag
   * @param url of a page about it; empty for none
   * @param own whether it is of what was pushed to the repository itself, and of no proposal that a
   *     stranger may have made
   */
  public record Whole(
      String workflow, String ref, String sha, String url, boolean own, Progress state) {}

  public Report {
    jobs = List.copyOf(jobs);
  }
}
