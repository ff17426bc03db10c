package jigi.metrics.promql;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How the series of two vectors find each other.
 *
 * @param labels the labels to match on, or to ignore
 * @param on whether only {@code labels} count, else all but them
 * @param include labels that the "many" side takes over from the "one" side
 * @param fillLeft value of a missing left sample, null when such pairs are left out
 * @param fillRight value of a missing right sample, null when such pairs are left out
 */
public record VectorMatching(
    Cardinality cardinality,
    List<String> labels,
    boolean on,
    List<String> include,
    @Nullable Double fillLeft,
    @Nullable Double fillRight) {

  /** How many series of each side may share one set of matching labels. */
  public enum Cardinality {
    ONE_TO_ONE,
    MANY_TO_ONE,
    ONE_TO_MANY,
    MANY_TO_MANY
  }

  static final VectorMatching DEFAULT =
      new VectorMatching(Cardinality.ONE_TO_ONE, List.of(), false, List.of(), null, null);

  VectorMatching manyToMany() {
    return new VectorMatching(Cardinality.MANY_TO_MANY, labels, on, include, fillLeft, fillRight);
  }
}
