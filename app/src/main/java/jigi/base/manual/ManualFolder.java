package jigi.base.manual;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import jigi.base.config.ManualReader;
import jigi.base.config.ManualSource;
import jigi.base.kernel.UserError;

/**
 * Reads a manual's files. Only the places that the format names are read, so that keys and data
 * that lie in the folder are never copied into the store.
 */
public final class ManualFolder {
  private static final long LARGEST_FILE = 1L << 20;
  private static final int MOST_FILES = 2000;

  /** A folder of the format and the endings that are read there. */
  private record Part(String folder, List<String> endings) {}

  private static final List<Part> PARTS =
      List.of(
          new Part("rules", List.of(".yaml", ".yml")),
          new Part("runbooks", List.of(".md")),
          new Part("checklists", List.of(".md")),
          new Part("dashboards", List.of(".yaml", ".yml")),
          new Part("scripts", List.of("")));

  private ManualFolder() {}

  /**
   * @throws UserError {@code manual-not-found}, {@code manual-not-readable}, {@code
   *     manual-file-too-large}, {@code manual-not-text}, {@code manual-too-many-files}
   */
  public static ManualSource read(Path given) {
    return read(given, false);
  }

  /** Like {@link #read(Path)}, with what the stand-ins change laid over it. */
  public static ManualSource read(Path given, boolean standIns) {
    Path folder = given.toAbsolutePath().normalize();
    if (!Files.isDirectory(folder)) {
      throw new UserError(
          "manual-not-found",
          "there is no folder " + folder,
          "name a folder with a jigi.yaml in it, such as manuals/quickstart");
    }
    SortedMap<String, String> files = new TreeMap<>();
    Path root = folder.resolve(ManualReader.ROOT);
    if (Files.exists(root)) {
      files.put(ManualReader.ROOT, text(root));
    }
    Path overlay = folder.resolve(ManualReader.STAND_INS);
    if (standIns && Files.exists(overlay)) {
      files.put(ManualReader.STAND_INS, text(overlay));
    }
    PARTS.forEach(part -> readPart(folder, part, files));
    return new ManualSource(folder, files);
  }

  private static void readPart(Path folder, Part part, SortedMap<String, String> files) {
    Path place = folder.resolve(part.folder());
    if (!Files.isDirectory(place)) {
      return;
    }
    try (Stream<Path> walk = Files.walk(place)) {
      walk.filter(Files::isRegularFile)
          .filter(file -> part.endings().stream().anyMatch(file.toString()::endsWith))
          .filter(file -> !file.getFileName().toString().startsWith("."))
          .forEach(file -> put(folder, file, files));
    } catch (IOException | UncheckedIOException e) {
      throw notReadable(place, e);
    }
  }

  private static void put(Path folder, Path file, SortedMap<String, String> files) {
    if (files.size() >= MOST_FILES) {
      throw new UserError(
          "manual-too-many-files",
          folder + " holds more than " + MOST_FILES + " files",
          "keep data out of the manual's folders");
    }
    files.put(folder.relativize(file).toString().replace('\\', '/'), text(file));
  }

  private static String text(Path file) {
    try {
      if (Files.size(file) > LARGEST_FILE) {
        throw new UserError(
            "manual-file-too-large",
            file + " is larger than " + LARGEST_FILE + " bytes",
            "keep data out of the manual's folders");
      }
      return StandardCharsets.UTF_8
          .newDecoder()
          .decode(ByteBuffer.wrap(Files.readAllBytes(file)))
          .toString();
    } catch (CharacterCodingException e) {
      throw new UserError("manual-not-text", file + " is not UTF-8 text", "save it as UTF-8", e);
    } catch (IOException e) {
      throw notReadable(file, e);
    }
  }

  private static UserError notReadable(Path path, Exception e) {
    return new UserError(
        "manual-not-readable",
        path + " cannot be read (" + e.getMessage() + ")",
        "give the user that runs Jigi the right to read it",
        e);
  }
}
