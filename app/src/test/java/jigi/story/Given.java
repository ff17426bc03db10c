package jigi.story;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import jigi.present.api.prometheus.write.Wire;
import jigi.testing.RunningJigi;
import org.jspecify.annotations.Nullable;

/**
 * Samples in place of what a busy machine or the cloud would measure: sent by remote write, as a
 * user's own programs send theirs. All carry {@code probe="given"}.
 */
final class Given {
  static final String PROBE = "given";

  private final RunningJigi jigi;
  private final String system;
  private final Map<Map<String, String>, One> all = new LinkedHashMap<>();
  private final List<String> fired = new ArrayList<>();
  private @Nullable Instant last;

  private static final class One {
    double value;
    double perSecond;
  }

  Given(RunningJigi jigi, String system) {
    this.jigi = jigi;
    this.system = system;
  }

  /** From the next samples on it is so much. */
  Given is(double value, String name, String... labels) {
    One one = one(name, labels);
    one.value = value;
    one.perSecond = 0;
    return this;
  }

  /** From now on it grows by so much a second. */
  Given grows(double perSecond, String name, String... labels) {
    one(name, labels).perSecond = perSecond;
    return this;
  }

  private One one(String name, String... labels) {
    Map<String, String> key = new TreeMap<>();
    key.put("__name__", name);
    key.put("system", system);
    key.put("probe", PROBE);
    for (int i = 0; i < labels.length; i += 2) {
      key.put(labels[i], labels[i + 1]);
    }
    return all.computeIfAbsent(key, _ -> new One());
  }

  /** An alert fires because of it. */
  void fired(String alert) {
    fired.add(alert);
  }

  /** The alerts that fired because of it. */
  List<String> fired() {
    return fired;
  }

  /** Sends a sample of each, at the time of the rehearsal. */
  void send() {
    Instant now = Instant.parse(jigi.get("/api/v1/clock").path("now").asText());
    double seconds = last == null ? 0 : Duration.between(last, now).toMillis() / 1e3;
    last = now;
    List<byte[]> series = new ArrayList<>();
    all.forEach(
        (labels, one) -> {
          one.value += one.perSecond * seconds;
          List<String> words = new ArrayList<>();
          labels.forEach((label, value) -> words.addAll(List.of(label, value)));
          series.add(Wire.series(one.value, now.toEpochMilli(), words.toArray(String[]::new)));
        });
    jigi.write(Wire.request(series.toArray(byte[][]::new)));
  }
}
