package jigi.metrics.storage;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import jigi.metrics.model.Labels;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every byte of a log is damaged once, and what lies elsewhere must come back. */
class LogDamageTest {
  private static final int COMMITS = 5;
  private static final long T = SampleStorageContract.T;

  @TempDir Path temporary;

  private final List<StorageEvent> events = new ArrayList<>();
  private final List<Map<String, Long>> written = new ArrayList<>();

  /** Where each commit begins in the log; the last entry is the log's length. */
  private final List<Integer> starts = new ArrayList<>();

  private byte[] log = new byte[0];

  @BeforeEach
  void writeLog() throws IOException {
    Path directory = temporary.resolve("written");
    try (BlockStorage storage = open(directory)) {
      Map<String, Long> before = Map.of();
      for (int commit = 0; commit < COMMITS; commit++) {
        int headerFrame = LogFormat.FRAME + 1 + 8 + 8;
        starts.add(commit == 0 ? headerFrame : (int) storage.stats().logBytes());
        Appender appender = storage.appender();
        for (int i = 0; i < 4; i++) {
          appender.append(series(i), T + commit * 1000L, commit * 10 + i / 3.0);
        }
        appender.commit();
        Map<String, Long> all = Samples.all(storage);
        Map<String, Long> added = new TreeMap<>(all);
        added.keySet().removeAll(before.keySet());
        written.add(added);
        before = all;
      }
      starts.add((int) storage.stats().logBytes());
    }
    log = Files.readAllBytes(LogFormat.segment(directory, 1));
    assertThat(log).hasSize(starts.getLast());
    assertThat(written).allMatch(added -> added.size() == 4);
  }

  @Test
  void aLogCutAnywhereKeepsEveryBatchBeforeTheCut() throws IOException {
    for (int cut = 0; cut < log.length; cut += 2) {
      Path directory = put("cut-" + cut, Arrays.copyOf(log, cut));
      Map<String, Long> expected = new TreeMap<>();
      for (int commit = 0; commit < COMMITS; commit++) {
        if (starts.get(commit + 1) <= cut) {
          expected.putAll(written.get(commit));
        }
      }
      expectExactlyTwice(directory, expected, "cut at " + cut);
      boolean clean = starts.contains(cut) || cut == 0;
      assertThat(events.isEmpty())
          .as("cut at %d: %s", cut, events)
          .isEqualTo(clean || definitionsEnd(cut));
    }
  }

  @Test
  void aFlippedByteCostsOnlyItsOwnBatch() throws IOException {
    for (int at = starts.get(1); at < log.length; at += 2) {
      Map<String, Long> expected = new TreeMap<>();
      for (int commit = 0; commit < COMMITS; commit++) {
        if (at < starts.get(commit) || at >= starts.get(commit + 1)) {
          expected.putAll(written.get(commit));
        }
      }
      Path directory = put("flip-" + at, flipped(at));
      expectExactlyTwice(directory, expected, "byte " + at);
      assertThat(events).as("byte %d", at).hasSize(1);
    }
  }

  @Test
  void aDamagedDefinitionIsReportedWithTheSamplesThatItCosts() throws IOException {
    Path directory = put("definition", flipped(starts.getFirst() + 20));
    try (BlockStorage storage = open(directory)) {
      assertThat(Samples.all(storage)).isEmpty();
      assertThat(events)
          .hasSize(2)
          .anySatisfy(
              event ->
                  assertThat(event)
                      .isInstanceOfSatisfying(
                          StorageEvent.LogSamplesLost.class,
                          lost -> assertThat(lost.samples()).isEqualTo(COMMITS * 4)));
      Samples.append(storage, series(0), T + 1_000_000, 1);
      assertThat(Samples.all(storage)).hasSize(1);
    }
  }

  @Test
  void aDamagedHeaderCostsNothing() throws IOException {
    for (int at = 0; at < starts.getFirst(); at++) {
      Map<String, Long> expected = new TreeMap<>();
      written.forEach(expected::putAll);
      expectExactlyTwice(put("header-" + at, flipped(at)), expected, "byte " + at);
    }
  }

  /** A frame of definitions without its samples is a clean end: nothing was acknowledged. */
  private boolean definitionsEnd(int cut) throws IOException {
    Path probe = Files.write(temporary.resolve("probe"), Arrays.copyOf(log, cut));
    boolean[] damaged = {false};
    try (LogReader reader = new LogReader(probe, (from, length, tail) -> damaged[0] = true)) {
      while (reader.next().hasMore()) {
        continue;
      }
    }
    return !damaged[0];
  }

  /** The second time around nothing is reported any more, and nothing else is gone. */
  private void expectExactlyTwice(Path directory, Map<String, Long> expected, String as)
      throws IOException {
    events.clear();
    try (BlockStorage storage = open(directory)) {
      assertThat(Samples.all(storage)).as(as).isEqualTo(expected);
    }
    List<StorageEvent> first = List.copyOf(events);
    events.clear();
    try (BlockStorage storage = open(directory)) {
      assertThat(Samples.all(storage)).as(as + ", opened again").isEqualTo(expected);
    }
    assertThat(events).as(as + ", opened again").isEmpty();
    events.addAll(first);
  }

  private static Labels series(int i) {
    return Labels.of("__name__", "m", "i", "" + i);
  }

  private byte[] flipped(int at) {
    byte[] bytes = log.clone();
    bytes[at] ^= 0x55;
    return bytes;
  }

  private Path put(String name, byte[] bytes) throws IOException {
    Path directory = Files.createDirectory(temporary.resolve(name));
    Files.write(LogFormat.segment(directory, 1), bytes);
    return directory;
  }

  private BlockStorage open(Path directory) throws IOException {
    return BlockStorage.open(directory, StorageOptions.small(), new TestClock(), events::add);
  }
}
