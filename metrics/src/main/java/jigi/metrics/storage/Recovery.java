package jigi.metrics.storage;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import jigi.metrics.model.Labels;
import jigi.metrics.model.StaleMarker;
import org.jspecify.annotations.Nullable;

/** Puts back what the files hold: blocks first, then the log segments that no block replaces. */
final class Recovery {
  private final StorageDirectory directory;
  private final StorageListener listener;
  private final Head head;
  private final long minute;
  private final List<@Nullable MemSeries> series = new ArrayList<>();
  private final SampleBatch batch = new SampleBatch();
  private Labels previous = Labels.EMPTY;
  private long lost;
  private long oldestCommit = Long.MAX_VALUE;
  private boolean damaged;

  Recovery(StorageDirectory directory, StorageListener listener, Head head, long minute) {
    this.directory = directory;
    this.listener = listener;
    this.head = head;
    this.minute = minute;
  }

  /** When the first sample of the replayed log was committed, Long.MAX_VALUE when unknown. */
  long oldestCommit() {
    return oldestCommit;
  }

  /** Opens the blocks, leaving out damaged ones and those that a later one replaces. */
  List<Block> openBlocks(PageCache cache) throws IOException {
    List<Block> opened = new ArrayList<>();
    for (long number : directory.blocks()) {
      Path path = directory.block(number);
      try {
        opened.add(Block.open(path, number, cache, listener));
      } catch (CorruptDataException e) {
        Path aside = directory.quarantine(path);
        listener.on(new StorageEvent.BlockQuarantined(path, aside, String.valueOf(e.getMessage())));
      }
    }
    Set<Long> replaced = new HashSet<>();
    opened.forEach(block -> replaced.addAll(block.meta().parents()));
    List<Block> kept = new ArrayList<>();
    for (Block block : opened) {
      if (replaced.contains(block.meta().number())) {
        block.close();
        directory.files().delete(block.path());
      } else {
        kept.add(block);
      }
    }
    return kept;
  }

  /** Replays one segment; returns its size, or -1 when it was damaged and moved aside. */
  long replay(long number) throws IOException {
    Path path = LogFormat.segment(directory.path(), number);
    series.clear();
    lost = 0;
    damaged = false;
    long[] cutAt = {-1};
    long size;
    try (LogReader reader = new LogReader(path, (from, length, tail) -> {})) {
      size = reader.size();
    }
    List<long[]> regions = new ArrayList<>();
    try (LogReader reader =
        new LogReader(
            path,
            (from, length, tail) -> {
              regions.add(new long[] {from, length, tail ? 1 : 0});
              if (tail) {
                cutAt[0] = from;
              } else {
                damaged = true;
              }
            })) {
      for (ByteSource record = reader.next(); record.hasMore(); record = reader.next()) {
        apply(record);
      }
      for (long[] region : regions) {
        keepAside(reader, path, region);
      }
    }
    if (lost > 0) {
      listener.on(new StorageEvent.LogSamplesLost(path, lost));
    }
    if (cutAt[0] >= 0) {
      try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw")) {
        file.setLength(cutAt[0]);
      }
      size = cutAt[0];
    }
    return size;
  }

  /** Damage inside the segment just replayed will be met again unless its samples reach a block. */
  boolean damaged() {
    return damaged;
  }

  private void keepAside(LogReader reader, Path path, long[] region) throws IOException {
    String name = path.getFileName() + "." + region[0] + ".bad";
    Path aside = directory.quarantine(name, reader.region(region[0], region[1]));
    listener.on(
        new StorageEvent.LogRegionSkipped(path, region[0], region[1], region[2] == 1, aside));
  }

  private void apply(ByteSource in) {
    switch (in.getByte()) {
      case LogFormat.HEADER -> {
        in.getLong();
        oldestCommit = Math.min(oldestCommit, in.getLong());
      }
      case LogFormat.SERIES -> define(in);
      case LogFormat.SAMPLES -> samples(in);
      default -> throw new CorruptDataException("an unknown kind of log record");
    }
  }

  private void define(ByteSource in) {
    int number = in.getCount(Integer.MAX_VALUE / 2);
    int count = in.getCount(in.limit());
    previous = Labels.EMPTY;
    while (series.size() < number) {
      series.add(null);
    }
    for (int i = 0; i < count; i++) {
      previous = LabelsCode.read(in, previous, head::intern);
      MemSeries resolved = head.resolve(previous, Integer.MAX_VALUE, minute);
      if (number + i < series.size()) {
        series.set(number + i, resolved);
      } else {
        series.add(resolved);
      }
    }
  }

  private void samples(ByteSource in) {
    int count = in.getCount(Integer.MAX_VALUE);
    int number = -1;
    long time = 0;
    for (int i = 0; i < count; i++) {
      int tag = in.getByte();
      number += (tag & LogFormat.TAG_NEXT_SERIES) != 0 ? 1 : (int) in.getZigzag();
      time += (tag & LogFormat.TAG_SAME_TIME) != 0 ? 0 : in.getZigzag();
      double value = value(in, tag >>> LogFormat.TAG_KIND_SHIFT);
      MemSeries of = number >= 0 && number < series.size() ? series.get(number) : null;
      if (of == null) {
        lost++;
      } else {
        batch.add(of, time, value);
      }
    }
    head.apply(batch, batch.size(), minute);
    batch.clear();
  }

  private static double value(ByteSource in, int kind) {
    return switch (kind) {
      case LogFormat.KIND_RAW -> Double.longBitsToDouble(in.getLong());
      case LogFormat.KIND_STALE -> StaleMarker.VALUE;
      default -> {
        if (kind > LogFormat.KINDS_DECIMAL) {
          throw new CorruptDataException("an unknown kind of value: " + kind);
        }
        yield Decimal.value(in.getZigzag(), kind - LogFormat.KIND_INTEGER);
      }
    };
  }
}
