package jigi.operate.backup.source.postgres;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Stream;
import jigi.operate.backup.source.BackupException;

/** Finds PostgreSQL's programs on this machine, where Linux distributions put them. */
final class PostgresPrograms {
  private static final List<Path> VERSIONED =
      List.of(Path.of("/usr/lib/postgresql"), Path.of("/usr/pgsql"), Path.of("/opt/postgresql"));
  private static final List<Path> PLAIN = List.of(Path.of("/usr/local/bin"), Path.of("/usr/bin"));

  private PostgresPrograms() {}

  /**
   * The program of the oldest version that can serve such a server.
   *
   * @param major of the server; 0 means any
   * @throws BackupException {@code program-missing}
   */
  static String find(String program, int major) throws BackupException {
    TreeMap<Integer, Path> byVersion = new TreeMap<>();
    for (Path folder : VERSIONED) {
      addVersions(folder, program, byVersion);
    }
    var fitting = byVersion.ceilingEntry(major);
    if (fitting != null) {
      return fitting.getValue().toString();
    }
    for (Path folder : PLAIN) {
      Path plain = folder.resolve(program);
      if (Files.isExecutable(plain) && byVersion.isEmpty()) {
        return plain.toString();
      }
    }
    String newest = byVersion.isEmpty() ? "none" : "version " + byVersion.lastKey();
    throw new BackupException(
        "program-missing",
        program
            + (major == 0 ? "" : " of version " + major + " or newer")
            + " is not on this machine; there is "
            + newest);
  }

  private static void addVersions(Path folder, String program, TreeMap<Integer, Path> into) {
    if (!Files.isDirectory(folder)) {
      return;
    }
    try (Stream<Path> versions = Files.list(folder)) {
      for (Path version : versions.toList()) {
        String name = String.valueOf(version.getFileName());
        Path found = version.resolve("bin").resolve(program);
        if (name.matches("[0-9]{1,4}") && Files.isExecutable(found)) {
          into.putIfAbsent(Integer.parseInt(name), found);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot list " + folder, e);
    }
  }
}
