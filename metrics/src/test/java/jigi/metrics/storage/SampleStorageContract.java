package jigi.metrics.storage;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import jigi.metrics.model.Labels;
import jigi.metrics.model.Matcher;
import jigi.metrics.model.SampleIterator;
import jigi.metrics.model.Series;
import jigi.metrics.model.StaleMarker;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every {@link SampleStorage} does; each kind has a test that extends this. */
public abstract class SampleStorageContract {
  /** A moment near which all samples of the tests lie, in milliseconds. */
  protected static final long T = 1_795_000_000_000L;

  private SampleStorage storage;

  /** An empty storage whose clock, if it has one, stands at {@link #T}. */
  protected abstract SampleStorage open() throws Exception;

  @BeforeEach
  void openStorage() throws Exception {
    storage = open();
  }

  @AfterEach
  void closeStorage() {
    storage.close();
  }

  @Test
  void nothingIsVisibleBeforeCommit() {
    Appender appender = storage.appender();
    assertThat(appender.append(up("a"), T, 1)).isEqualTo(Appender.Outcome.ACCEPTED);
    assertThat(all()).isEmpty();
    appender.commit();
    assertThat(all()).containsExactly("up{job=\"a\"} " + T + "=1.0");
  }

  @Test
  void aReferenceStandsForItsLabels() {
    Appender appender = storage.appender();
    SeriesRef series = java.util.Objects.requireNonNull(appender.reference(up("a")));
    assertThat(series.labels()).isEqualTo(up("a"));
    assertThat(all()).isEmpty();
    appender.append(series, T, 1);
    appender.commit();
    Appender other = storage.appender();
    assertThat(other.append(series, T, 1)).isEqualTo(Appender.Outcome.DUPLICATE);
    assertThat(other.append(series, T, 2)).isEqualTo(Appender.Outcome.CONFLICT);
    assertThat(other.append(series, T + 1, 2)).isEqualTo(Appender.Outcome.ACCEPTED);
    other.commit();
    append(up("a"), T + 2, 3);
    assertThat(all())
        .containsExactly("up{job=\"a\"} " + T + "=1.0 " + (T + 1) + "=2.0 " + (T + 2) + "=3.0");
  }

  @Test
  void aSelectionShowsTheMomentWhenItWasMade() {
    for (int i = 0; i < 40; i++) {
      append(up("a"), T + i, i);
    }
    List<Series> selected = storage.select(List.of(), T, T + 1_000);
    for (int i = 40; i < 400; i++) {
      append(up("a"), T + i, i);
    }
    SampleIterator samples = selected.getFirst().iterator();
    List<Double> values = new ArrayList<>();
    while (samples.next()) {
      assertThat(samples.timestampMs()).isEqualTo(T + values.size());
      values.add(samples.value());
    }
    assertThat(values).hasSize(40);
    assertThat(values.getLast()).isEqualTo(39);
  }

  @Test
  void whatIsRolledBackNeverAppears() {
    Appender appender = storage.appender();
    appender.append(up("a"), T, 1);
    appender.rollback();
    append(up("b"), T, 2);
    assertThat(all()).containsExactly("up{job=\"b\"} " + T + "=2.0");
    assertThat(storage.labelValues("job", List.of(), T, T)).containsExactly("b");
    assertThat(storage.series(List.of(Matcher.equal("job", "a")), T, T)).isEmpty();
  }

  @Test
  void anAppenderCanBeUsedAgainAfterCommit() {
    Appender appender = storage.appender();
    appender.append(up("a"), T, 1);
    appender.commit();
    appender.append(up("a"), T + 1, 2);
    appender.commit();
    assertThat(all()).containsExactly("up{job=\"a\"} " + T + "=1.0 " + (T + 1) + "=2.0");
  }

  @Test
  void theRangeIsClosedAtBothEnds() {
    append(up("a"), T, 1);
    append(up("a"), T + 10, 2);
    append(up("a"), T + 20, 3);
    assertThat(dump(T, T + 10)).containsExactly("up{job=\"a\"} " + T + "=1.0 " + (T + 10) + "=2.0");
    assertThat(dump(T + 20, T + 20)).containsExactly("up{job=\"a\"} " + (T + 20) + "=3.0");
  }

  @Test
  void aSeriesWithoutASampleInTheRangeIsNotSelected() {
    append(up("a"), T, 1);
    append(up("a"), T + 1000, 1);
    assertThat(dump(T + 1, T + 999)).isEmpty();
    assertThat(dump(T - 10, T - 1)).isEmpty();
    assertThat(dump(T + 1001, T + 2000)).isEmpty();
  }

  @Test
  void seriesComeInOrderOfLabels() {
    for (String job : List.of("c", "a", "b", "aa")) {
      append(up(job), T, 1);
    }
    assertThat(storage.select(List.of(Matcher.equal("__name__", "up")), T, T))
        .extracting(series -> series.labels().get("job"))
        .containsExactly("a", "aa", "b", "c");
    assertThat(storage.series(List.of(Matcher.equal("__name__", "up")), T, T))
        .extracting(labels -> labels.get("job"))
        .containsExactly("a", "aa", "b", "c");
  }

  @Test
  void duplicatesAndConflictsAreTold() {
    append(up("a"), T, 1);
    Appender appender = storage.appender();
    assertThat(appender.append(up("a"), T, 1)).isEqualTo(Appender.Outcome.DUPLICATE);
    assertThat(appender.append(up("a"), T, 2)).isEqualTo(Appender.Outcome.CONFLICT);
    appender.commit();
    assertThat(all()).containsExactly("up{job=\"a\"} " + T + "=1.0");
  }

  @Test
  void aSampleThatComesSlightlyLateTakesItsPlace() {
    append(up("a"), T, 1);
    append(up("a"), T + 2000, 3);
    append(up("a"), T + 1000, 2);
    assertThat(all())
        .containsExactly(
            "up{job=\"a\"} " + T + "=1.0 " + (T + 1000) + "=2.0 " + (T + 2000) + "=3.0");
    Appender appender = storage.appender();
    assertThat(appender.append(up("a"), T + 1000, 2)).isEqualTo(Appender.Outcome.DUPLICATE);
    assertThat(appender.append(up("a"), T + 1000, 9)).isEqualTo(Appender.Outcome.CONFLICT);
  }

  @Test
  void everyBitOfAValueIsKept() {
    double[] values = {
      StaleMarker.VALUE, Double.NaN, -0.0, 0.1, Double.MIN_VALUE, Double.NEGATIVE_INFINITY
    };
    for (int i = 0; i < values.length; i++) {
      append(up("a"), T + i, values[i]);
    }
    SampleIterator samples =
        storage.select(List.of(Matcher.equal("job", "a")), T, T + 100).getFirst().iterator();
    for (double value : values) {
      assertThat(samples.next()).isTrue();
      assertThat(Double.doubleToRawLongBits(samples.value()))
          .isEqualTo(Double.doubleToRawLongBits(value));
    }
    assertThat(samples.next()).isFalse();
  }

  @Test
  void seekFindsTheFirstSampleAtOrAfterAndNeverGoesBack() {
    Appender appender = storage.appender();
    for (int i = 0; i < 1000; i++) {
      appender.append(up("a"), T + i * 10L, i);
    }
    appender.commit();
    SampleIterator samples =
        storage.select(List.of(Matcher.equal("job", "a")), T, T + 9000).getFirst().iterator();
    assertThat(samples.seek(T + 95)).isTrue();
    assertThat(samples.value()).isEqualTo(10);
    assertThat(samples.seek(T + 5)).isTrue();
    assertThat(samples.value()).isEqualTo(10);
    assertThat(samples.next()).isTrue();
    assertThat(samples.value()).isEqualTo(11);
    assertThat(samples.seek(T + 8990)).isTrue();
    assertThat(samples.value()).isEqualTo(899);
    assertThat(samples.seek(T + 9001)).isFalse();
    assertThat(samples.next()).isFalse();
  }

  @Test
  void matchersFollowPrometheus() {
    append(Labels.of("__name__", "m", "x", "1"), T, 1);
    append(Labels.of("__name__", "m", "x", "12"), T, 1);
    append(Labels.of("__name__", "m"), T, 1);
    append(Labels.of("__name__", "n", "x", "1"), T, 1);
    assertThat(matching("x", Matcher.Op.EQUAL, "1")).containsExactly("m{x=\"1\"}");
    assertThat(matching("x", Matcher.Op.EQUAL, "")).containsExactly("m");
    assertThat(matching("x", Matcher.Op.NOT_EQUAL, "1")).containsExactly("m", "m{x=\"12\"}");
    assertThat(matching("x", Matcher.Op.NOT_EQUAL, ""))
        .containsExactly("m{x=\"1\"}", "m{x=\"12\"}");
    assertThat(matching("x", Matcher.Op.REGEX, "1.*")).containsExactly("m{x=\"1\"}", "m{x=\"12\"}");
    assertThat(matching("x", Matcher.Op.REGEX, "1.+")).containsExactly("m{x=\"12\"}");
    assertThat(matching("x", Matcher.Op.REGEX, "1|2")).containsExactly("m{x=\"1\"}");
    assertThat(matching("x", Matcher.Op.REGEX, "1|")).containsExactly("m", "m{x=\"1\"}");
    assertThat(matching("x", Matcher.Op.REGEX, "[0-9]{2}")).containsExactly("m{x=\"12\"}");
    assertThat(matching("x", Matcher.Op.REGEX, ".*")).hasSize(3);
    assertThat(matching("x", Matcher.Op.NOT_REGEX, "1.+")).containsExactly("m", "m{x=\"1\"}");
    assertThat(matching("x", Matcher.Op.NOT_REGEX, "1|12")).containsExactly("m");
    assertThat(matching("x", Matcher.Op.NOT_REGEX, ".*")).isEmpty();
    assertThat(matching("x", Matcher.Op.NOT_REGEX, ".+")).containsExactly("m");
    assertThat(matching("none", Matcher.Op.EQUAL, "1")).isEmpty();
  }

  @Test
  void namesAndValuesOfLabels() {
    append(Labels.of("__name__", "m", "x", "1"), T, 1);
    append(Labels.of("__name__", "n", "y", "2"), T, 1);
    assertThat(storage.labelNames(List.of(), T, T)).containsExactly("__name__", "x", "y");
    assertThat(storage.labelNames(List.of(Matcher.equal("y", "2")), T, T))
        .containsExactly("__name__", "y");
    assertThat(storage.labelValues("__name__", List.of(), T, T)).containsExactly("m", "n");
    assertThat(storage.labelValues("__name__", List.of(Matcher.equal("x", "1")), T, T))
        .containsExactly("m");
    assertThat(storage.labelValues("x", List.of(), T + 1, T + 2)).isEmpty();
  }

  @Test
  void aSelectionStaysAsItWas() {
    for (int i = 0; i < 40; i++) {
      append(up("a"), T + i, i);
    }
    List<Series> before = storage.select(List.of(Matcher.equal("job", "a")), T, T + 1000);
    Appender appender = storage.appender();
    for (int i = 40; i < 500; i++) {
      appender.append(up("a"), T + i, i);
    }
    appender.commit();
    assertThat(count(before.getFirst().iterator())).isGreaterThanOrEqualTo(40);
    assertThat(count(before.getFirst().iterator())).isEqualTo(count(before.getFirst().iterator()));
  }

  @Test
  void whatIsDeletedIsGoneAndNothingElse() {
    for (int i = 0; i < 300; i++) {
      append(up("a"), T + i, i);
      append(up("b"), T + i, i);
    }
    storage.delete(List.of(Matcher.equal("job", "a")), T + 1, T + 298);
    assertThat(all().getFirst()).isEqualTo("up{job=\"a\"} " + T + "=0.0 " + (T + 299) + "=299.0");
    assertThat(all().getLast()).hasSizeGreaterThan(4000);
    assertThat(dump(T + 1, T + 298)).hasSize(1);
    assertThat(storage.series(List.of(Matcher.equal("__name__", "up")), T + 1, T + 298))
        .containsExactly(up("b"));
    assertThat(storage.labelValues("job", List.of(), T + 1, T + 298)).contains("b");
    storage.delete(List.of(Matcher.equal("job", "b")), Long.MIN_VALUE, Long.MAX_VALUE);
    assertThat(storage.labelValues("job", List.of(), Long.MIN_VALUE, Long.MAX_VALUE))
        .containsExactly("a");
    storage.cleanTombstones();
    assertThat(all()).containsExactly("up{job=\"a\"} " + T + "=0.0 " + (T + 299) + "=299.0");
  }

  @Test
  void whatIsAppendedAfterADeletionStays() {
    append(up("a"), T, 1);
    append(up("a"), T + 1, 1);
    storage.delete(List.of(Matcher.equal("job", "a")), Long.MIN_VALUE, Long.MAX_VALUE);
    assertThat(all()).isEmpty();
    append(up("a"), T, 2);
    append(up("a"), T + 1, 3);
    assertThat(all()).containsExactly("up{job=\"a\"} " + T + "=2.0 " + (T + 1) + "=3.0");
    storage.cleanTombstones();
    assertThat(all()).containsExactly("up{job=\"a\"} " + T + "=2.0 " + (T + 1) + "=3.0");
  }

  private static int count(SampleIterator samples) {
    int count = 0;
    while (samples.next()) {
      assertThat(samples.value()).isEqualTo(count);
      count++;
    }
    return count;
  }

  private List<String> matching(String label, Matcher.Op op, String value) {
    return storage
        .select(List.of(Matcher.equal("__name__", "m"), new Matcher(label, op, value)), T, T)
        .stream()
        .map(series -> series.labels().toString())
        .toList();
  }

  private static Labels up(String job) {
    return Labels.of("__name__", "up", "job", job);
  }

  private void append(Labels labels, long time, double value) {
    Appender appender = storage.appender();
    assertThat(appender.append(labels, time, value)).isEqualTo(Appender.Outcome.ACCEPTED);
    appender.commit();
  }

  private List<String> all() {
    return dump(Long.MIN_VALUE, Long.MAX_VALUE);
  }

  private List<String> dump(long from, long to) {
    List<String> lines = new ArrayList<>();
    for (Series series :
        storage.select(List.of(new Matcher("__name__", Matcher.Op.REGEX, ".+")), from, to)) {
      StringBuilder line = new StringBuilder(series.labels().toString());
      SampleIterator samples = series.iterator();
      while (samples.next()) {
        line.append(' ').append(samples.timestampMs()).append('=').append(samples.value());
      }
      lines.add(line.toString());
    }
    return lines;
  }
}
