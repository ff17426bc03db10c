package jigi.metrics.promql;

import java.util.stream.Stream;
import jigi.metrics.model.Labels;

/** Cuts labels down to those by which two vectors are matched. */
final class MatchKey {
  private final boolean on;
  private final String[] names;
  private final String[] namesForResult;

  MatchKey(VectorMatching matching) {
    this.on = matching.on();
    this.namesForResult = matching.labels().stream().distinct().sorted().toArray(String[]::new);
    this.names =
        on
            ? namesForResult
            : Stream.concat(matching.labels().stream(), Stream.of(Labels.METRIC_NAME))
                .distinct()
                .sorted()
                .toArray(String[]::new);
  }

  Labels of(Labels labels) {
    return on ? labels.keep(names) : labels.drop(names);
  }

  /** What one-to-one matching leaves of a series' labels. */
  Labels result(Labels labels) {
    return on ? labels.keep(namesForResult) : labels.drop(namesForResult);
  }
}
