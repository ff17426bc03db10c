package jigi.metrics.promql;

import java.util.Random;
import jigi.metrics.model.Labels;
import jigi.metrics.model.StaleMarker;
import jigi.metrics.storage.Appender;
import jigi.metrics.storage.MemoryStorage;

/** A storage full of counters and gauges with gaps, resets and staleness markers. */
final class RandomData {
  static final long END_MS = 1_200_000;

  private RandomData() {}

  static MemoryStorage storage(Random random) {
    MemoryStorage storage = new MemoryStorage();
    Appender appender = storage.appender();
    for (int metric = 0; metric < 3; metric++) {
      for (int a = 0; a < 3; a++) {
        for (String b : new String[] {"x", "y", "z1"}) {
          if (random.nextInt(5) > 0) {
            Labels labels = Labels.of("__name__", "m" + metric, "a", String.valueOf(a), "b", b);
            fill(appender, labels, random);
          }
        }
      }
    }
    appender.commit();
    return storage;
  }

  private static void fill(Appender appender, Labels labels, Random random) {
    double value = random.nextInt(5);
    long interval = 10_000 + random.nextInt(3) * 10_000;
    for (long time = random.nextInt(60_000); time <= END_MS; time += interval) {
      switch (random.nextInt(20)) {
        case 0 -> time += random.nextInt(400_000);
        case 1 -> appender.append(labels, time, StaleMarker.VALUE);
        case 2 -> {
          value = 0;
          appender.append(labels, time, value);
        }
        case 3 -> appender.append(labels, time, Double.NaN);
        default -> {
          value += random.nextInt(10);
          appender.append(labels, time, value);
        }
      }
    }
  }
}
