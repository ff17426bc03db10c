package jigi.operate.backup.source.mysql;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a killed Jigi left of the log is removed, whoever still writes there. */
class BinlogSweepTest {
  @TempDir Path spool;

  @Test
  void aProgramThatOutlivedJigiBreaksNothing() throws Exception {
    Path left = Files.createDirectory(spool.resolve("fetch-1"));
    AtomicBoolean stop = new AtomicBoolean();
    Thread writer = Thread.ofPlatform().start(() -> write(left, stop));
    try {
      for (int i = 0; i < 500; i++) {
        BinlogReceiver.sweep(spool);
      }
    } finally {
      stop.set(true);
      writer.join();
    }
    Files.createDirectories(left);
    Files.writeString(left.resolve("binlog.000001"), "half");

    BinlogReceiver.sweep(spool);

    assertThat(left).doesNotExist();
  }

  private static void write(Path folder, AtomicBoolean stop) {
    while (!stop.get()) {
      try {
        Files.createDirectories(folder);
        Files.writeString(folder.resolve("binlog.000001"), "some");
      } catch (FileAlreadyExistsException | NoSuchFileException e) {
        continue; // it was removed in between, which is what is tried
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
