package jigi.metrics.storage;

/** The scratch space for encoding one chunk at a time under the head's write lock. */
final class HeadEncoder {
  private final ChunkEncoder encoder = new ChunkEncoder();
  private final ByteSink out = new ByteSink(512);
  private final long[] times = new long[ChunkEncoder.MAX_SAMPLES];

  /** The returned buffer is valid until the next call. */
  ByteSink encode(long base, int[] offsets, double[] values, int count, long previousTime) {
    for (int i = 0; i < count; i++) {
      times[i] = base + offsets[i];
    }
    return encode(times, values, count, previousTime);
  }

  ByteSink encode(long[] sampleTimes, double[] values, int count, long previousTime) {
    out.clear();
    encoder.encode(sampleTimes, values, 0, count, previousTime, out);
    return out;
  }
}
