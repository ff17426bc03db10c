package jigi.metrics.storage;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import jigi.metrics.model.Labels;
import jigi.metrics.model.Matcher;
import jigi.metrics.model.SampleIterator;
import jigi.metrics.model.Series;
import jigi.metrics.model.StaleMarker;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.io.TempDir;

/** Random work on a storage and on sorted maps, which must always agree. */
class StorageModelTest {
  private static final long WINDOW = Duration.ofMinutes(10).toMillis();
  private static final long RETENTION = Duration.ofDays(30).toMillis();

  @TempDir Path directory;

  private final TestClock clock = new TestClock();
  private final List<StorageEvent> events = new ArrayList<>();
  private final Map<Labels, TreeMap<Long, Double>> model = new TreeMap<>();
  private final StorageOptions options =
      StorageOptions.small()
          .withFiles(Duration.ofMinutes(20), 20_000, Duration.ofHours(1))
          .withMemory(8_000, 200_000);

  @RepeatedTest(8)
  void theStorageAgreesWithANaiveModel() throws IOException {
    long seed = System.nanoTime();
    System.out.println("StorageModelTest seed " + seed);
    Random random = new Random(seed);
    BlockStorage storage = open();
    try {
      for (int step = 0; step < 400; step++) {
        storage = step(random, storage, "seed " + seed + " step " + step);
      }
      compare(storage, Long.MIN_VALUE, Long.MAX_VALUE, "seed " + seed + " at the end");
      assertThat(events).as("seed %d", seed).isEmpty();
    } finally {
      storage.close();
    }
  }

  private BlockStorage open() throws IOException {
    return BlockStorage.open(directory, options, clock, events::add);
  }

  private BlockStorage step(Random random, BlockStorage storage, String as) throws IOException {
    switch (random.nextInt(22)) {
      case 0 -> storage.flush();
      case 1 -> storage.maintain();
      case 2 -> {
        storage.close();
        return open();
      }
      case 3 -> clock.advance(Duration.ofSeconds(random.nextInt(1200)));
      case 4, 5 -> {
        long from = clock.millis() - random.nextInt(4_000_000);
        compare(storage, from, from + random.nextInt(2_000_000), as);
      }
      case 20 -> delete(random, storage);
      case 21 -> storage.cleanTombstones();
      default -> batch(random, storage, as);
    }
    clock.advance(Duration.ofSeconds(15));
    return storage;
  }

  private void delete(Random random, BlockStorage storage) {
    String name = "m" + random.nextInt(3);
    String hosts = "h[" + random.nextInt(7) + random.nextInt(7) + "]";
    boolean all = random.nextInt(8) == 0;
    long from = all ? Long.MIN_VALUE : clock.millis() - random.nextInt(4_000_000);
    long to = all ? Long.MAX_VALUE : from + random.nextInt(3_000_000);
    storage.delete(
        List.of(Matcher.equal("__name__", name), new Matcher("host", Matcher.Op.REGEX, hosts)),
        from,
        to);
    model.forEach(
        (labels, samples) -> {
          if (labels.metricName().equals(name) && labels.getOrEmpty("host").matches(hosts)) {
            samples.subMap(from, true, to, true).clear();
          }
        });
    model.values().removeIf(TreeMap::isEmpty);
  }

  private void batch(Random random, BlockStorage storage, String as) {
    Appender appender = storage.appender();
    boolean keep = random.nextInt(10) > 0;
    int jitter = random.nextInt(3) * 50;
    int first = random.nextInt(30);
    for (int i = first; i < first + random.nextInt(20); i++) {
      Labels labels = labels(i % 30);
      long time = clock.millis() + (jitter == 0 ? 0 : random.nextInt(jitter));
      if (random.nextInt(8) == 0) {
        time -= random.nextInt(40) * 30_000L;
      }
      double value = value(random, i % 30, time);
      Appender.Outcome expected = expect(labels, time, value);
      assertThat(appender.append(labels, time, value))
          .as("%s: %s %d %s", as, labels, time, value)
          .isEqualTo(expected);
      if (keep && expected == Appender.Outcome.ACCEPTED) {
        model.computeIfAbsent(labels, any -> new TreeMap<>()).put(time, value);
      }
    }
    if (keep) {
      appender.commit();
    } else {
      appender.rollback();
    }
  }

  private static Labels labels(int i) {
    return Labels.of("__name__", "m" + i % 3, "host", "h" + i % 7, "i", "" + i);
  }

  private static double value(Random random, int series, long time) {
    return switch (random.nextInt(40)) {
      case 0 -> StaleMarker.VALUE;
      case 1 -> random.nextDouble();
      case 2 -> Double.NaN;
      case 3 -> -0.0;
      default ->
          switch (series % 3) {
            case 0 -> 1;
            case 1 -> time / 1000 % 100_000;
            default -> Math.round(random.nextDouble() * 1000) / 100.0;
          };
    };
  }

  private Appender.Outcome expect(Labels labels, long time, double value) {
    TreeMap<Long, Double> samples = model.getOrDefault(labels, new TreeMap<>());
    if (time < clock.millis() - RETENTION) {
      return Appender.Outcome.TOO_OLD;
    }
    if (samples.isEmpty() || time > samples.lastKey()) {
      return Appender.Outcome.ACCEPTED;
    }
    Double stored = samples.get(time);
    if (time != samples.lastKey() && time < Math.min(samples.lastKey(), clock.millis()) - WINDOW) {
      return Appender.Outcome.TOO_OLD;
    }
    if (stored == null) {
      return Appender.Outcome.ACCEPTED;
    }
    return Double.doubleToRawLongBits(stored) == Double.doubleToRawLongBits(value)
        ? Appender.Outcome.DUPLICATE
        : Appender.Outcome.CONFLICT;
  }

  private void compare(BlockStorage storage, long from, long to, String as) {
    List<String> expected = new ArrayList<>();
    model.forEach(
        (labels, samples) -> {
          StringBuilder line = new StringBuilder(labels.toString());
          samples
              .subMap(from, true, to, true)
              .forEach((time, value) -> line.append(sample(time, value)));
          if (line.length() > labels.toString().length()) {
            expected.add(line.toString());
          }
        });
    List<String> found = new ArrayList<>();
    for (Series series :
        storage.select(List.of(new Matcher("__name__", Matcher.Op.REGEX, "m.*")), from, to)) {
      StringBuilder line = new StringBuilder(series.labels().toString());
      SampleIterator samples = series.iterator();
      while (samples.next()) {
        line.append(sample(samples.timestampMs(), samples.value()));
      }
      found.add(line.toString());
    }
    assertThat(found).as(as).isEqualTo(expected);
  }

  private static String sample(long time, double value) {
    return " " + time + "=" + Long.toHexString(Double.doubleToRawLongBits(value));
  }
}
