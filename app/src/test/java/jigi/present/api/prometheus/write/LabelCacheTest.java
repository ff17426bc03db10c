package jigi.present.api.prometheus.write;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.Random;
import jigi.metrics.model.Labels;
import jigi.metrics.storage.Appender;
import jigi.metrics.storage.MemoryStorage;
import jigi.metrics.storage.SeriesRef;
import org.junit.jupiter.api.Test;

class LabelCacheTest {
  private final Appender appender = new MemoryStorage().appender();

  @Test
  void givesTheSameLabelsAgain() throws MalformedException {
    LabelCache cache = new LabelCache(null);
    byte[] wire = Wire.labels("__name__", "up", "job", "api", "kind", "한글");
    Labels first = get(cache, wire, wire.length);
    assertThat(first).isEqualTo(Labels.of("__name__", "up", "job", "api", "kind", "한글"));
    byte[] plain = Wire.labels("__name__", "up", "job", "api");
    assertThat(get(cache, plain, plain.length)).isSameAs(get(cache, plain, plain.length));
  }

  @Test
  void addsTheSendersSystem() throws MalformedException {
    LabelCache cache = new LabelCache("shop");
    for (int i = 0; i < 2; i++) {
      byte[] plain = Wire.labels("__name__", "up", "zone", "a");
      assertThat(get(cache, plain, plain.length))
          .isEqualTo(Labels.of("__name__", "up", "system", "shop", "zone", "a"));
      byte[] last = Wire.labels("__name__", "up");
      assertThat(get(cache, last, last.length))
          .isEqualTo(Labels.of("__name__", "up", "system", "shop"));
      byte[] own = Wire.labels("__name__", "up", "system", "other");
      assertThat(get(cache, own, own.length))
          .isEqualTo(Labels.of("__name__", "up", "system", "shop", "exported_system", "other"));
    }
  }

  @Test
  void keepsManySeriesApart() throws MalformedException {
    LabelCache cache = new LabelCache("shop");
    for (int round = 0; round < 2; round++) {
      for (int i = 0; i < 30_000; i++) {
        byte[] wire = Wire.labels("__name__", "x", "i", String.valueOf(i));
        assertThat(get(cache, wire, wire.length).get("i")).isEqualTo(String.valueOf(i));
      }
    }
  }

  @Test
  void refusesWhatIsNoSeries() {
    refused("without a metric name", Wire.labels("job", "api"));
    refused("duplicated label job", Wire.labels("__name__", "x", "job", "a", "job", "b"));
    refused("without a name", Wire.labels("__name__", "x", "", "b"));
    byte[] wire = Wire.labels("__name__", "x?");
    wire[wire.length - 1] = (byte) 0xFF;
    refused("not UTF-8", wire);
  }

  private void refused(String why, byte[] wire) {
    assertThatExceptionOfType(MalformedException.class)
        .isThrownBy(() -> get(new LabelCache(null), wire, wire.length))
        .withMessageContaining(why);
  }

  @Test
  void changedBytesAreReadOrRefusedAndNeverMistaken() {
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    LabelCache warm = new LabelCache("shop");
    byte[] good = Wire.labels("__name__", "http_requests_total", "code", "200", "path", "/a");
    int refused = 0;
    for (int i = 0; i < 100_000; i++) {
      byte[] wire = good.clone();
      for (int k = random.nextInt(3); k >= 0; k--) {
        wire[random.nextInt(wire.length)] = (byte) random.nextInt(256);
      }
      int end = random.nextInt(4) == 0 ? random.nextInt(wire.length) : wire.length;
      try {
        Labels expected = get(new LabelCache("shop"), wire, end);
        assertThat(get(warm, wire, end)).as("seed %d", seed).isEqualTo(expected);
      } catch (MalformedException e) {
        refused++;
      }
    }
    assertThat(refused).as("seed %d", seed).isPositive();
  }

  @Test
  void aSeriesTooManyIsNoneAndNotKept() throws MalformedException {
    Appender full = new MemoryStorage(0).appender();
    LabelCache cache = new LabelCache(null);
    byte[] wire = Wire.labels("__name__", "up");
    assertThat(cache.get(wire, 0, wire.length, full)).isNull();
    assertThat(get(cache, wire, wire.length)).isEqualTo(Labels.of("__name__", "up"));
  }

  private Labels get(LabelCache cache, byte[] wire, int end) throws MalformedException {
    SeriesRef series = cache.get(wire, 0, end, appender);
    return series == null ? Labels.EMPTY : series.labels();
  }
}
