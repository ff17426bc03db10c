package jigi.detect.discovery;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import jigi.base.kernel.UserError;

/**
 * A manual that nobody has reviewed yet.
 *
 * @param system its name
 * @param files by path within the folder
 * @param components how many it names
 * @param probed how many of them it would look at
 * @param findings what it was made of, in its order
 */
public record Draft(
    String system, Map<String, String> files, int components, int probed, List<Finding> findings) {
  public Draft {
    findings = List.copyOf(findings);
    files = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(files));
  }

  /**
   * Writes it into a folder that is empty or not there.
   *
   * @throws UserError {@code folder-not-empty}
   */
  public void write(Path folder) {
    try {
      if (Files.exists(folder) && !isEmpty(folder)) {
        throw new UserError(
            "folder-not-empty",
            "there is something in " + folder + " already",
            "name another folder by --out; a draft never overwrites a manual");
      }
      for (Map.Entry<String, String> file : files.entrySet()) {
        Path path = folder.resolve(file.getKey());
        Files.createDirectories(path.getParent());
        Files.writeString(path, file.getValue());
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write the draft into " + folder, e);
    }
  }

  private static boolean isEmpty(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.findAny().isEmpty();
    }
  }
}
