package jigi.standin;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.Base64;
import java.util.List;

/**
 * Keeps what is posted to the service, for whoever wants to read it: a line each of its time, a tab
 * and the body in Base64. The newest 200 are kept.
 */
final class Inbox {
  private static final int KEPT = 200;

  private final Path file;

  Inbox(Path file) {
    this.file = file;
  }

  synchronized void keep(Instant at, byte[] body) throws IOException {
    String line = at + "\t" + Base64.getEncoder().encodeToString(body);
    if (Files.exists(file)) {
      List<String> lines = Files.readAllLines(file, StandardCharsets.US_ASCII);
      if (lines.size() >= 2 * KEPT) {
        Files.write(file, lines.subList(lines.size() - KEPT, lines.size()));
      }
    }
    Files.writeString(file, line + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
  }
}
