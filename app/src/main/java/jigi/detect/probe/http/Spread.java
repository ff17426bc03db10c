package jigi.detect.probe.http;

import java.util.List;
import jigi.base.config.Field;
import jigi.base.config.ObjectShape;
import jigi.base.config.Shape;
import jigi.base.config.Shapes;
import jigi.detect.probe.expect.Extraction;

/**
 * That several instances answer behind one address.
 *
 * @param by what tells them apart
 * @param atLeast 2 to 100
 * @param within how many requests may be needed until all were seen, 2 to 1000
 */
record Spread(Extraction by, int atLeast, int within) {
  private static final Field<Extraction> BY =
      Field.required(
          "by",
          Extraction.shape(),
          "What of the answer tells one instance from another: header X-Instance.");
  private static final Field<Integer> AT_LEAST =
      Field.optional(
          "at-least", Shapes.integer(2, 100), "2", "How many different ones have to answer.");
  private static final Field<Integer> WITHIN =
      Field.optional(
          "within",
          Shapes.integer(2, 1000),
          "20",
          "After how many requests, one after another, it is enough.");

  static Shape<Spread> shape() {
    return ObjectShape.of(
        "instances behind one address",
        List.of(BY, AT_LEAST, WITHIN),
        values -> new Spread(values.get(BY), values.get(AT_LEAST), values.get(WITHIN)));
  }
}
