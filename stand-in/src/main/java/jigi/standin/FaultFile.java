package jigi.standin;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A fault that outlives the process: it holds as long as the file is there. With {@code
 * until-restarts=2} in it the second start from now removes the file and is healthy, so that the
 * first rung of a ladder fails and the next one helps.
 */
final class FaultFile {
  private static final Pattern UNTIL = Pattern.compile("until-restarts=(\\S*)");

  private final Path file;

  FaultFile(Path file) {
    this.file = file;
  }

  static boolean asksForRestarts(String text) {
    return UNTIL.matcher(text).find();
  }

  /** Called once per start, before anything is served: one of the restarts is used up. */
  void countStart() throws IOException {
    Optional<String> text = read();
    if (text.isEmpty()) {
      return;
    }
    Matcher until = UNTIL.matcher(text.get());
    if (until.find()) {
      int left = restarts(until.group(1)) - 1;
      if (left <= 0) {
        Files.deleteIfExists(file);
      } else {
        write(until.replaceFirst("until-restarts=" + left));
      }
    }
  }

  /** The faults of the file, none if it is not there. */
  List<Fault> faults() throws IOException {
    return read().map(FaultFile::parse).orElse(List.of());
  }

  /** Keeps what {@link #parse} reads; nothing for no faults. */
  void keep(String text) throws IOException {
    if (parse(text).isEmpty()) {
      Files.deleteIfExists(file);
    } else {
      write(text.strip() + "\n");
    }
  }

  /**
   * Reads faults beside an {@code until-restarts}.
   *
   * @throws UsageException if either cannot be read
   */
  static List<Fault> parse(String text) {
    Matcher until = UNTIL.matcher(text);
    if (until.find() && restarts(until.group(1)) < 1) {
      throw new UsageException("until-restarts=0 would never fail; HINT: 1 or more");
    }
    return Fault.parseAll(until.replaceAll(""));
  }

  private static int restarts(String number) {
    try {
      return Integer.parseInt(number);
    } catch (NumberFormatException e) {
      throw new UsageException("until-restarts=" + number + ": HINT: write until-restarts=2");
    }
  }

  private Optional<String> read() throws IOException {
    if (!Files.exists(file)) {
      return Optional.empty(); // asked ten times a second: an exception costs twenty times as much
    }
    try {
      String text = Files.readString(file);
      return text.isBlank() ? Optional.empty() : Optional.of(text);
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
  }

  private void write(String text) throws IOException {
    Path next = file.resolveSibling(file.getFileName() + ".next");
    Files.writeString(next, text);
    Files.move(next, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
  }
}
