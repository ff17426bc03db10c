package jigi.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;

/**
 * A folder that the accounts of servers can enter, which a test's own temporary folder is not; gone
 * when closed, with whatever they have left in it.
 */
public record OpenFolder(Path path) implements AutoCloseable {
  public static OpenFolder make(String name) throws IOException {
    Path path = Files.createTempDirectory(Path.of("/var/tmp"), "jigi-" + name);
    Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwxrwxrwx"));
    return new OpenFolder(path);
  }

  /** Whoever was killed may still write down its end. */
  @Override
  public void close() {
    Until.so("nobody works in " + path, () -> working().isEmpty(), () -> working().toString());
    try {
      int exit = new ProcessBuilder("rm", "-rf", "--", path.toString()).start().waitFor();
      if (exit != 0) {
        throw new IllegalStateException("rm -rf " + path + " ended with " + exit);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private List<ProcessHandle.Info> working() {
    return ProcessHandle.allProcesses()
        .map(ProcessHandle::info)
        .filter(info -> info.commandLine().orElse("").contains(path.toString()))
        .toList();
  }
}
