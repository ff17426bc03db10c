package jigi.metrics.storage;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import jigi.metrics.model.Labels;
import jigi.metrics.model.Matcher;
import jigi.metrics.model.SampleIterator;
import jigi.metrics.model.Series;

/** Short ways for tests to write and read samples. */
final class Samples {
  private Samples() {}

  static void append(SampleStorage storage, Labels labels, long time, double value) {
    Appender appender = storage.appender();
    Appender.Outcome outcome = appender.append(labels, time, value);
    if (outcome != Appender.Outcome.ACCEPTED) {
      throw new AssertionError(labels + " " + time + " is " + outcome);
    }
    appender.commit();
  }

  /** All samples as {@code "labels time" → bits of the value}. */
  static Map<String, Long> all(SampleStorage storage) {
    Map<String, Long> found = new TreeMap<>();
    for (Series series :
        storage.select(
            List.of(new Matcher("__name__", Matcher.Op.REGEX, ".+")),
            Long.MIN_VALUE,
            Long.MAX_VALUE)) {
      SampleIterator samples = series.iterator();
      while (samples.next()) {
        found.put(
            series.labels() + " " + samples.timestampMs(),
            Double.doubleToRawLongBits(samples.value()));
      }
    }
    return found;
  }
}
