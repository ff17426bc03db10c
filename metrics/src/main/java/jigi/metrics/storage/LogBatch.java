package jigi.metrics.storage;

import java.io.IOException;
import jigi.metrics.model.Labels;
import jigi.metrics.model.StaleMarker;

/** Writes the accepted samples of one batch, after the definitions that its segment lacks. */
final class LogBatch {
  private static final int SAMPLES_PER_FRAME = 20_000;
  private static final int SERIES_PER_FRAME = 1_000;

  private final LogWriter log;
  private final IntList defined = new IntList(16);
  private long segment = -1;
  private int nextNumber;
  private int firstNumber;

  LogBatch(LogWriter log) {
    this.log = log;
  }

  /** Writes all; on failure the log is as before, and the series count as undefined. */
  void write(SampleBatch batch, int accepted, long segmentBytes, long nowMs) throws IOException {
    log.begin(segmentBytes, nowMs);
    if (log.number() != segment) {
      segment = log.number();
      nextNumber = 0;
    }
    firstNumber = nextNumber;
    try {
      define(batch, accepted);
      for (int from = 0; from < accepted; from += SAMPLES_PER_FRAME) {
        samples(batch, from, Math.min(accepted, from + SAMPLES_PER_FRAME));
      }
      log.end();
    } catch (IOException | RuntimeException e) {
      log.abandon();
      for (int i = 0; i < defined.size(); i++) {
        batch.series(defined.get(i)).logSegment = -1;
      }
      nextNumber = firstNumber;
      throw e;
    } finally {
      defined.clear();
    }
  }

  private void define(SampleBatch batch, int accepted) throws IOException {
    for (int i = 0; i < accepted; i++) {
      MemSeries series = batch.series(i);
      if (series.logSegment != segment) {
        series.logSegment = segment;
        series.logNumber = nextNumber++;
        defined.add(i);
      }
    }
    for (int from = 0; from < defined.size(); from += SERIES_PER_FRAME) {
      int to = Math.min(defined.size(), from + SERIES_PER_FRAME);
      ByteSink out = log.frame(LogFormat.SERIES);
      out.putVarint(firstNumber + from);
      out.putVarint(to - from);
      Labels previous = Labels.EMPTY;
      for (int i = from; i < to; i++) {
        Labels labels = batch.series(defined.get(i)).labels;
        LabelsCode.write(labels, previous, out);
        previous = labels;
      }
      log.endFrame();
    }
  }

  private void samples(SampleBatch batch, int from, int to) throws IOException {
    ByteSink out = log.frame(LogFormat.SAMPLES);
    out.putVarint(to - from);
    int number = -1;
    long time = 0;
    for (int i = from; i < to; i++) {
      int nextSeries = batch.series(i).logNumber;
      long nextTime = batch.time(i);
      double value = batch.value(i);
      int kind = kind(value);
      int tag = kind << LogFormat.TAG_KIND_SHIFT;
      tag |= nextSeries == number + 1 ? LogFormat.TAG_NEXT_SERIES : 0;
      tag |= nextTime == time ? LogFormat.TAG_SAME_TIME : 0;
      out.putByte(tag);
      if (nextSeries != number + 1) {
        out.putZigzag(nextSeries - number);
      }
      if (nextTime != time) {
        out.putZigzag(nextTime - time);
      }
      if (kind == LogFormat.KIND_RAW) {
        out.putLong(Double.doubleToRawLongBits(value));
      } else if (kind != LogFormat.KIND_STALE) {
        out.putZigzag(
            kind == LogFormat.KIND_INTEGER
                ? (long) value
                : Decimal.mantissa(value, kind - LogFormat.KIND_INTEGER));
      }
      number = nextSeries;
      time = nextTime;
    }
    log.endFrame();
  }

  private static int kind(double value) {
    long integer = (long) value;
    if (Double.doubleToRawLongBits(integer) == Double.doubleToRawLongBits(value)
        && Math.abs(integer) < 1L << 50) {
      return LogFormat.KIND_INTEGER;
    }
    for (int i = 1; i < LogFormat.KINDS_DECIMAL; i++) {
      if (Decimal.holds(value, i)) {
        return LogFormat.KIND_INTEGER + i;
      }
    }
    return StaleMarker.is(value) ? LogFormat.KIND_STALE : LogFormat.KIND_RAW;
  }
}
