package jigi.metrics.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.util.Random;
import jigi.metrics.model.StaleMarker;
import org.junit.jupiter.api.Test;

class ChunkCodecTest {
  private static final double[] SPECIAL = {
    0.0,
    -0.0,
    1,
    -1,
    0.1,
    -0.3,
    1e-12,
    1e22,
    1e300,
    Double.MIN_VALUE,
    Double.MAX_VALUE,
    Double.NaN,
    Double.POSITIVE_INFINITY,
    Double.NEGATIVE_INFINITY,
    StaleMarker.VALUE,
    Double.longBitsToDouble(0x7ff8000000000123L),
    1L << 53,
    (1L << 53) + 2,
    9007199254740993.0,
    123456789.125,
    Math.PI
  };

  @Test
  void everyBitOfEveryMixtureComesBack() {
    long seed = System.nanoTime();
    System.out.println("ChunkCodecTest seed " + seed);
    Random random = new Random(seed);
    for (int round = 0; round < 20_000; round++) {
      int count = 1 + random.nextInt(ChunkEncoder.MAX_SAMPLES);
      long[] times = times(random, count);
      double[] values = values(random, count);
      roundTrip(seed, times, values, random.nextInt(count));
    }
  }

  @Test
  void flippedBytesNeverEscapeAsAnythingButCorruptData() {
    long seed = System.nanoTime();
    System.out.println("ChunkCodecTest seed " + seed);
    Random random = new Random(seed);
    for (int round = 0; round < 20_000; round++) {
      int count = 1 + random.nextInt(ChunkEncoder.MAX_SAMPLES);
      ByteSink out = new ByteSink(16);
      new ChunkEncoder().encode(times(random, count), values(random, count), 0, count, 0, out);
      byte[] bytes = out.copy();
      for (int i = 0; i <= random.nextInt(3); i++) {
        bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
      }
      int length = random.nextInt(5) == 0 ? random.nextInt(bytes.length) : bytes.length;
      assertThatCode(() -> readAll(bytes, length)).as("seed %d", seed).doesNotThrowAnyException();
    }
  }

  private static void readAll(byte[] bytes, int length) {
    try {
      ChunkDecoder decoder = new ChunkDecoder();
      decoder.reset(bytes, 0, length);
      while (decoder.nextHeader()) {
        decoder.readBody(new long[decoder.count()], new double[decoder.count()]);
      }
    } catch (CorruptDataException e) {
      assertThat(e).hasMessageNotContaining("null");
    }
  }

  private static void roundTrip(long seed, long[] times, double[] values, int split) {
    ChunkEncoder encoder = new ChunkEncoder();
    ByteSink out = new ByteSink(16);
    long previous = 0;
    if (split > 0) {
      encoder.encode(times, values, 0, split, 0, out);
      previous = times[split - 1];
    }
    encoder.encode(times, values, split, times.length - split, previous, out);
    ChunkDecoder decoder = new ChunkDecoder();
    decoder.reset(out.bytes(), 0, out.length());
    int at = 0;
    while (decoder.nextHeader()) {
      long[] gotTimes = new long[decoder.count()];
      double[] gotValues = new double[decoder.count()];
      decoder.readBody(gotTimes, gotValues);
      for (int i = 0; i < gotTimes.length; i++, at++) {
        assertThat(gotTimes[i]).as("seed %d", seed).isEqualTo(times[at]);
        assertThat(Double.doubleToRawLongBits(gotValues[i]))
            .as("seed %d, value %s", seed, values[at])
            .isEqualTo(Double.doubleToRawLongBits(values[at]));
      }
    }
    assertThat(at).as("seed %d", seed).isEqualTo(times.length);
  }

  private static long[] times(Random random, int count) {
    long[] times = new long[count];
    long time = random.nextInt(4) == 0 ? -random.nextLong(1L << 40) : random.nextLong(1L << 42);
    int jitter = random.nextInt(3) * random.nextInt(5000);
    for (int i = 0; i < count; i++) {
      times[i] = time;
      time += 15_000 + (jitter == 0 ? 0 : random.nextInt(jitter));
      if (random.nextInt(200) == 0) {
        time += random.nextLong(1L << 45);
      }
    }
    return times;
  }

  private static double[] values(Random random, int count) {
    double[] values = new double[count];
    int kind = random.nextInt(8);
    double value = random.nextInt(1000);
    for (int i = 0; i < count; i++) {
      value =
          switch (kind) {
            case 0 -> value;
            case 1 -> value + random.nextInt(30);
            case 2 -> Math.round((value + random.nextDouble()) * 100) / 100.0;
            case 3 -> value + random.nextInt(0xffff) - 0x8000;
            case 4 -> random.nextDouble();
            case 5 -> Double.longBitsToDouble(random.nextLong());
            case 6 -> random.nextInt(20) == 0 ? value * 4096 + 4096 : value;
            default -> Math.round(random.nextDouble() * 1e9) / 1e9;
          };
      values[i] = value;
      if (random.nextInt(kind == 0 ? 500 : 50) == 0) {
        values[i] = SPECIAL[random.nextInt(SPECIAL.length)];
      }
    }
    return values;
  }
}
