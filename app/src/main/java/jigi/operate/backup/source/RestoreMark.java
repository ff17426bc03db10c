package jigi.operate.backup.source;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * A file that names a database under a temporary name as long as it is being restored, so that one
 * that outlived Jigi is found and removed before the next restore on the same server.
 */
public final class RestoreMark {
  private static final String SUFFIX = ".restore";

  private final Path file;

  private RestoreMark(Path file) {
    this.file = file;
  }

  /**
   * Written before the database is made.
   *
   * @param at the connection
   */
  public static RestoreMark of(String temporary, String at, SourceTools tools) {
    Path file = tools.scratch().resolve(temporary + SUFFIX);
    try {
      Files.createDirectories(tools.scratch());
      Files.writeString(file, at);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write " + file, e);
    }
    return new RestoreMark(file);
  }

  /** Once there is no such database any more. */
  public void remove() {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot remove " + file, e);
    }
  }

  /** The names that earlier restores by this connection have left. */
  public static List<String> left(String at, SourceTools tools) {
    if (!Files.isDirectory(tools.scratch())) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(tools.scratch())) {
      List<String> names = new ArrayList<>();
      for (Path file : files.filter(each -> each.toString().endsWith(SUFFIX)).toList()) {
        if (Files.readString(file).equals(at)) {
          String name = String.valueOf(file.getFileName());
          names.add(name.substring(0, name.length() - SUFFIX.length()));
        }
      }
      return names;
    } catch (IOException e) {
      throw new UncheckedIOException("cannot list " + tools.scratch(), e);
    }
  }
}
