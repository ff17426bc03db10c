package jigi.operate.deploy.gate;

import java.time.Duration;
import java.util.List;
import jigi.base.config.Field;
import jigi.base.config.ObjectShape;
import jigi.base.config.Place;
import jigi.base.config.Shape;
import jigi.base.config.Shapes;
import org.jspecify.annotations.Nullable;

/**
 * {@code {conditions: [gateway-ok], compare: {requests: …, failed: …}, no-evidence: ask}}.
 *
 * @param conditions hold over the time of observation
 * @param compare the new colour beside the old one; null for not
 * @param noEvidence what is done when nothing can be told
 * @param atMost how much longer it is observed where that is to wait
 */
public record Gates(
    List<String> conditions,
    Place place,
    @Nullable Compare compare,
    NoEvidence noEvidence,
    Duration atMost) {
  /** What is done when nothing can be told. */
  public enum NoEvidence {
    /** A person decides: the new colour keeps the requests, the old one stays. */
    ASK,
    /** Back to the old colour. */
    ABORT,
    /** Observe longer, then ask. */
    WAIT
  }

  /**
   * How two colours are compared.
   *
   * @param requests PromQL of the number of requests since the switch; {@code {colour}} and {@code
   *     {window}} are filled in
   * @param failed the same of those that failed
   * @param atLeast so many requests of each are evidence
   * @param significance the chance of an error that is taken, 0 to 1
   */
  public record Compare(String requests, String failed, int atLeast, double significance) {}

  private static final Field<List<String>> CONDITIONS =
      Field.optional(
          "conditions",
          Shapes.listOf(Shapes.name()),
          "Conditions that must hold while the new colour is observed, and at the end.");
  private static final Field<String> REQUESTS =
      Field.required(
          "requests",
          Shapes.text(),
          "PromQL of how many requests a colour has had; {colour} and {window} are"
              + " filled in.");
  private static final Field<String> FAILED =
      Field.required("failed", Shapes.text(), "PromQL of how many of them failed.");
  private static final Field<Integer> AT_LEAST =
      Field.optional(
          "at-least",
          Shapes.integer(1, 1_000_000_000),
          "50",
          "So many requests of the new colour are evidence.");
  private static final Field<Double> SIGNIFICANCE =
      Field.optional(
          "significance",
          Shapes.number(),
          "0.01",
          "How likely by chance the difference may be that counts as a failure.");
  private static final Field<Compare> COMPARE =
      Field.optional("compare", comparison(), "The new colour's failures beside the old one's.");
  private static final Field<NoEvidence> NO_EVIDENCE =
      Field.optional(
          "no-evidence",
          Shapes.oneOf(NoEvidence.class),
          "ask",
          "What is done when nothing can be told: ask a person, abort, or wait.");
  private static final Field<Duration> AT_MOST =
      Field.optional("wait-at-most", Shapes.duration(), "10m", "How much longer 'wait' observes.");

  public Gates {
    conditions = List.copyOf(conditions);
  }

  private static Shape<Compare> comparison() {
    return ObjectShape.of(
        "a comparison",
        List.of(REQUESTS, FAILED, AT_LEAST, SIGNIFICANCE),
        v -> new Compare(v.get(REQUESTS), v.get(FAILED), v.get(AT_LEAST), v.get(SIGNIFICANCE)));
  }

  public static Shape<Gates> shape() {
    return ObjectShape.of(
        "gates",
        List.of(CONDITIONS, COMPARE, NO_EVIDENCE, AT_MOST),
        v -> {
          return new Gates(
              v.find(CONDITIONS, List.of()),
              v.placeOfValue(CONDITIONS),
              v.find(COMPARE),
              v.get(NO_EVIDENCE),
              v.get(AT_MOST));
        });
  }
}
