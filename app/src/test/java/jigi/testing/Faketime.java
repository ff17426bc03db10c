package jigi.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Gives a process a wall clock that can be set while it runs; the monotonic one stays real. */
public final class Faketime {
  private static final String LIBRARY = "faketime/libfaketimeMT.so.1";

  private Faketime() {}

  /**
   * For a test that {@link Needs} faketime.
   *
   * @param clock a file with what is added to the real time: {@code -2h}
   */
  public static Map<String, String> environment(Path clock) {
    // A wait for the monotonic clock that is mended as if that one were faked too ends at once:
    // every
    // thread that waits would go round and round and take the whole machine.
    return Map.of(
        "LD_PRELOAD",
        library().toString(),
        "FAKETIME_TIMESTAMP_FILE",
        clock.toString(),
        "FAKETIME_NO_CACHE",
        "1",
        "FAKETIME_DONT_FAKE_MONOTONIC",
        "1",
        "FAKETIME_FORCE_MONOTONIC_FIX",
        "0");
  }

  private static Path library() {
    try (Stream<Path> folders = Files.list(Path.of("/usr/lib"))) {
      List<Path> found =
          folders.map(folder -> folder.resolve(LIBRARY)).filter(Files::exists).toList();
      return found.getFirst();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
