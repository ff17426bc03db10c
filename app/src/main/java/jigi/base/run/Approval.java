package jigi.base.run;

import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Asks people for their consent.
 *
 * @param step -1 for the run as a whole
 * @param by roles or people that may give it, comma-separated; empty for whoever may approve
 * @param hash of definition, parameters and targets: what exactly is approved
 * @param needed how many people have to consent, from 1
 * @param given who has consented so far, in the order of their coming
 * @param granted null until decided
 * @param voided why it was taken back without a decision, a key of the catalogue {@code
 *     run.end.<reason>}; null when it was not
 */
public record Approval(
    String id,
    int step,
    String by,
    String hash,
    Instant asked,
    Instant expires,
    int needed,
    List<String> given,
    @Nullable Boolean granted,
    @Nullable String decidedBy,
    @Nullable Instant decided,
    @Nullable String voided) {
  public Approval {
    given = List.copyOf(given);
  }

  /** The roles and people that may give it; empty for whoever may approve. */
  public List<String> asks() {
    return Arrays.stream(by.split(",", -1)).map(String::strip).filter(s -> !s.isEmpty()).toList();
  }

  boolean open() {
    return granted == null && voided == null;
  }
}
