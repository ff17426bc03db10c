package jigi.metrics.storage;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import jigi.benchmarks.Workload;
import jigi.metrics.model.Labels;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * The chunk codec by itself, per sample; {@link #main} prints how long the chunks are. It lies in
 * the storage's package because the codec is not public.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(value = 1, jvmArgs = "-XX:+UseSerialGC")
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class ChunkBenchmark {
  private static final int SERIES = 5000;
  private static final int SAMPLES = 128;

  private final Columns columns = Columns.of(SAMPLES);
  private final ChunkEncoder encoder = new ChunkEncoder();
  private final ByteSink out = new ByteSink(1 << 20);
  private final ChunkDecoder decoder = new ChunkDecoder();
  private final long[] times = new long[SAMPLES];
  private final double[] values = new double[SAMPLES];
  private final List<byte[]> chunks = new ArrayList<>();

  /** Encodes all series once, for decoding. */
  public ChunkBenchmark() {
    for (double[] column : columns.values()) {
      out.clear();
      encoder.encode(columns.times(), column, 0, SAMPLES, 0, out);
      chunks.add(out.copy());
    }
  }

  @Benchmark
  @OperationsPerInvocation(SERIES * SAMPLES)
  public int encode() {
    out.clear();
    for (double[] column : columns.values()) {
      encoder.encode(columns.times(), column, 0, SAMPLES, 0, out);
    }
    return out.length();
  }

  @Benchmark
  @OperationsPerInvocation(SERIES * SAMPLES)
  public double decode() {
    double sum = 0;
    for (byte[] chunk : chunks) {
      decoder.reset(chunk, 0, chunk.length);
      decoder.nextHeader();
      decoder.readBody(times, values);
      sum += values[SAMPLES - 1];
    }
    return sum;
  }

  /** Prints bytes per sample by kind of series and length of chunk: XOR, and the form chosen. */
  public static void main(String[] args) {
    for (int length : new int[] {32, 64, 128, 240}) {
      Columns columns = Columns.of(240);
      Map<String, long[]> sizes = new TreeMap<>();
      for (int i = 0; i < SERIES; i++) {
        long[] sum = sizes.computeIfAbsent(columns.kind(i), kind -> new long[3]);
        long[] all = sizes.computeIfAbsent("together", kind -> new long[3]);
        for (int from = 0; from < 240; from += length) {
          int count = Math.min(length, 240 - from);
          ByteSink xor = new ByteSink(64);
          XorForm.write(columns.values()[i], from, count, xor);
          ByteSink chosen = new ByteSink(64);
          long previous = from == 0 ? 0 : columns.times()[from - 1];
          new ChunkEncoder()
              .encode(columns.times(), columns.values()[i], from, count, previous, chosen);
          for (long[] target : List.of(sum, all)) {
            target[0] += xor.length();
            target[1] += chosen.length();
            target[2] += count;
          }
        }
      }
      System.out.printf("chunks of %d%n", length);
      sizes.forEach(
          (kind, sum) ->
              System.out.printf(
                  "  %-40s XOR, values only %.2f, chosen form, all %.2f%n",
                  kind, (double) sum[0] / sum[2], (double) sum[1] / sum[2]));
    }
  }

  /** The workload by series instead of by scrape. */
  private record Columns(long[] times, double[][] values, List<Labels> labels) {
    static Columns of(int samples) {
      Workload server = new Workload(0);
      double[][] values = new double[SERIES][samples];
      long[] times = new long[samples];
      List<Labels> labels = new ArrayList<>();
      for (int step = 0; step < samples; step++) {
        server.tick();
        times[step] = 1_795_000_000_000L + step * 15_000L;
        labels.clear();
        server.append(new Collector(values, step, labels), times[step]);
      }
      return new Columns(times, values, labels);
    }

    String kind(int series) {
      double[] column = values[series];
      for (double value : column) {
        if (value != column[0]) {
          return labels.get(series).metricName();
        }
      }
      return "(constant)";
    }
  }

  private record Collector(double[][] values, int step, List<Labels> labels) implements Appender {
    @Override
    public Outcome append(Labels series, long timestampMs, double value) {
      values[labels.size()][step] = value;
      labels.add(series);
      return Outcome.ACCEPTED;
    }

    @Override
    public void commit() {}

    @Override
    public void rollback() {}
  }
}
