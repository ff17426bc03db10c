package jigi.detect.metric.remote;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DiskQueueTest {
  private static final Duration NONE = Duration.ZERO;
  private static final long LIMIT = 16 << 20;

  @TempDir Path folder;

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static List<String> drained(DiskQueue queue) throws Exception {
    List<String> all = new ArrayList<>();
    for (DiskQueue.Batch batch = queue.take(10, NONE);
        batch != null;
        batch = queue.take(10, NONE)) {
      batch.entries().forEach(entry -> all.add(new String(entry, StandardCharsets.UTF_8)));
      queue.done(batch.end());
    }
    return all;
  }

  @Test
  void whatWasNotDeliveredComesAgainAfterARestart() throws Exception {
    DiskQueue queue = new DiskQueue(folder, LIMIT);
    queue.add(List.of(bytes("a"), bytes("b"), bytes("0123456789")));
    queue.add(List.of(bytes("c")));
    DiskQueue.Batch first = Objects.requireNonNull(queue.take(2, NONE));
    assertThat(first.entries()).containsExactly(bytes("a"), bytes("b"));
    queue.done(first.end());
    // Not closed: as after a kill.
    try (DiskQueue again = new DiskQueue(folder, LIMIT)) {
      again.add(List.of(bytes("d")));
      assertThat(drained(again)).containsExactly("0123456789", "c", "d");
      assertThat(again.take(1, NONE)).isNull();
    }
    try (DiskQueue empty = new DiskQueue(folder, LIMIT)) {
      assertThat(drained(empty)).isEmpty();
    }
  }

  @Test
  void anUnfinishedEndIsPassedOver() throws Exception {
    try (DiskQueue queue = new DiskQueue(folder, LIMIT)) {
      queue.add(List.of(bytes("whole"), bytes("torn")));
    }
    Path segment;
    try (Stream<Path> files = Files.list(folder)) {
      segment = files.filter(file -> file.toString().endsWith(".queue")).findFirst().orElseThrow();
    }
    try (RandomAccessFile file = new RandomAccessFile(segment.toFile(), "rw")) {
      file.setLength(Files.size(segment) - 2);
    }
    try (DiskQueue queue = new DiskQueue(folder, LIMIT)) {
      queue.add(List.of(bytes("after")));
      assertThat(drained(queue)).containsExactly("whole", "after");
    }
  }

  @Test
  void theOldestAreDroppedWhenTooManyWait() throws Exception {
    try (DiskQueue queue = new DiskQueue(folder, LIMIT)) {
      byte[] large = new byte[1 << 20];
      for (int i = 0; i < 40; i++) {
        large[0] = (byte) i;
        queue.add(List.of(large));
      }
      assertThat(queue.bytes()).isLessThanOrEqualTo(LIMIT + (1 << 20));
      assertThat(queue.dropped()).isGreaterThan(20L << 20);
      DiskQueue.Batch batch = Objects.requireNonNull(queue.take(1, NONE));
      assertThat(batch.entries().getFirst()[0]).isGreaterThan((byte) 20);
    }
  }

  @Test
  void inRandomOrderOfAddingTakingAndRestartingNothingIsLost() throws Exception {
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    List<String> added = new ArrayList<>();
    List<String> taken = new ArrayList<>();
    DiskQueue queue = new DiskQueue(folder, 1L << 30);
    for (int i = 0; i < 2_000; i++) {
      switch (random.nextInt(10)) {
        case 0 -> queue = new DiskQueue(folder, 1L << 30);
        case 1, 2, 3 -> {
          DiskQueue.Batch batch = queue.take(random.nextInt(100_000), NONE);
          if (batch != null) {
            batch.entries().forEach(e -> taken.add(new String(e, StandardCharsets.UTF_8).strip()));
            queue.done(batch.end());
          }
        }
        default -> {
          String text = "entry " + i;
          added.add(text);
          queue.add(List.of(bytes(text + " ".repeat(random.nextInt(20_000)))));
        }
      }
    }
    for (DiskQueue.Batch batch = queue.take(1 << 20, NONE);
        batch != null;
        batch = queue.take(1 << 20, NONE)) {
      batch.entries().forEach(e -> taken.add(new String(e, StandardCharsets.UTF_8).strip()));
      queue.done(batch.end());
    }
    queue.close();
    assertThat(taken).as("seed %d", seed).isEqualTo(added);
  }
}
