package jigi.metrics.storage;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
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
  private final List<Region> regions = new ArrayList<>();
  private int definitionLimit;
  private long lost;
  private long oldestCommit = Long.MAX_VALUE;
  private boolean damaged;

  /** Bytes of a segment that are left out. */
  private record Region(long from, long length, boolean tail) {}

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

  /** Replays one segment; returns its size without a torn end, which is cut off. */
  long replay(long number) throws IOException {
    Path path = LogFormat.segment(directory.path(), number);
    series.clear();
    lost = 0;
    regions.clear();
    long end;
    try (LogReader reader =
        new LogReader(path, (from, length, tail) -> regions.add(new Region(from, length, tail)))) {
      end = reader.size();
      definitionLimit = (int) Math.min(end, Integer.MAX_VALUE / 2);
      for (ByteSource record = reader.next(); record.hasMore(); record = reader.next()) {
        applyOrSkip(reader, record);
      }
      for (Region region : regions) {
        keepAside(reader, path, region);
        end = region.tail() ? region.from() : end;
      }
    }
    damaged = regions.stream().anyMatch(region -> !region.tail());
    if (lost > 0) {
      listener.on(new StorageEvent.LogSamplesLost(path, lost));
    }
    if (Files.size(path) > end) {
      try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw")) {
        file.setLength(end);
      }
    }
    return end;
  }

  /** A record with a good checksum that makes no sense is left out like a damaged one. */
  private void applyOrSkip(LogReader reader, ByteSource record) {
    long length = record.limit() - record.position();
    long from = reader.position() - length;
    try {
      apply(record);
    } catch (CorruptDataException e) {
      batch.clear();
      regions.add(new Region(from, length, false));
    }
  }

  /** Damage inside the segment just replayed will be met again unless its samples reach a block. */
  boolean damaged() {
    return damaged;
  }

  private void keepAside(LogReader reader, Path path, Region region) throws IOException {
    String name = path.getFileName() + "." + region.from() + ".bad";
    Path aside = directory.quarantine(name, reader.region(region.from(), region.length()));
    listener.on(
        new StorageEvent.LogRegionSkipped(
            path, region.from(), region.length(), region.tail(), aside));
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
    int number = in.getCount(definitionLimit);
    int count = in.getCount(in.limit());
    Labels previous = Labels.EMPTY;
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
