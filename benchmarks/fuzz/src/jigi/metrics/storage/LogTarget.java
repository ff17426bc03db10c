package jigi.metrics.storage;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Any bytes are a log or put aside: as they are, or as records whose checksums are right, so that
 * what reads the records is reached too.
 */
public final class LogTarget {
  private static final int MOST_SAMPLES = 100_000;
  private static final Path DIRECTORY = directory();

  private LogTarget() {}

  private static Path directory() {
    try {
      return Files.createTempDirectory("jigi-fuzz-log");
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  public static void fuzzerTestOneInput(FuzzedDataProvider data) throws IOException {
    StorageDirectory directory = new StorageDirectory(DIRECTORY, StorageFiles.REAL);
    boolean framed = data.consumeBoolean();
    Files.write(
        LogFormat.segment(DIRECTORY, 1), framed ? records(data) : data.consumeRemainingAsBytes());
    Head head = new Head();
    Recovery recovery = new Recovery(directory, event -> {}, head, 0);
    recovery.replay(1);
    Head.View all = head.view(new Selector(java.util.List.of()), Long.MIN_VALUE, Long.MAX_VALUE);
    for (StoredSeries series : all.series()) {
      var samples = series.iterator();
      for (int i = 0; i < MOST_SAMPLES && samples.next(); i++) {
        // reading them is what is tried
      }
    }
    Path aside = DIRECTORY.resolve("quarantine");
    if (Files.exists(aside)) {
      try (var files = Files.list(aside)) {
        for (Path file : files.toList()) {
          Files.delete(file);
        }
      }
    }
  }

  private static byte[] records(FuzzedDataProvider data) {
    ByteSink out = new ByteSink(1024);
    while (data.remainingBytes() > 0) {
      byte[] record = data.consumeBytes(data.consumeInt(1, 200));
      if (record.length > 0) {
        int from = out.length();
        out.putInt(LogFormat.MARKER);
        out.putInt(record.length);
        out.putInt(0);
        out.putBytes(record, 0, record.length);
        int sum = LogFormat.checksum(out.bytes(), from + LogFormat.FRAME, record.length);
        out.setInt(from + 8, sum);
      }
    }
    return out.copy();
  }
}
