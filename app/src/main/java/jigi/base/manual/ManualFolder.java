package jigi.base.manual;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import jigi.base.config.ManualAddress;
import jigi.base.config.ManualReader;
import jigi.base.config.ManualSource;
import jigi.base.config.Place;
import jigi.base.config.Problems;
import jigi.base.kernel.Nearest;
import org.jspecify.annotations.Nullable;

/**
 * Reads a manual's files. Only the places that the format names are read, so that keys and data
 * that lie in the folder are never copied into the store.
 */
final class ManualFolder {
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

  private static final Place START = new Place(ManualReader.ROOT, 1, 1);

  private final Path folder;
  private final Problems problems;
  private final SortedMap<String, String> files = new TreeMap<>();

  private ManualFolder(Path folder, Problems problems) {
    this.folder = folder;
    this.problems = problems;
  }

  /** The folder's files; null after reporting everything that could not be read. */
  static @Nullable ManualSource read(Path given, boolean standIns, Problems problems) {
    ManualAddress address = ManualAddress.of(given);
    Path folder = address.folder();
    if (!Files.isDirectory(folder)) {
      problems.error(
          START,
          "manual-not-found",
          "there is no folder " + folder,
          "name a folder with a jigi.yaml in it, such as manuals/quickstart");
      return null;
    }
    ManualFolder reading = new ManualFolder(folder, problems);
    reading.putIfThere(ManualReader.ROOT);
    reading.putIfThere("prometheus.yml");
    reading.putIfThere("prometheus.yaml");
    reading.putIfThere("alertmanager.yml");
    reading.putIfThere("alertmanager.yaml");
    if (standIns) {
      reading.putIfThere(ManualReader.STAND_INS);
      reading.putIfThere("stand-ins/prometheus.yml");
      reading.putIfThere("stand-ins/prometheus.yaml");
    }
    if (address.environment() != null) {
      reading.putEnvironment(address.environment());
    }
    PARTS.forEach(reading::readPart);
    return problems.hasErrors() ? null : new ManualSource(folder, reading.files);
  }

  private void putEnvironment(String name) {
    String file = ManualSource.environment(name);
    if (Files.isRegularFile(folder.resolve(file))) {
      put(folder.resolve(file));
      return;
    }
    List<String> known = environments();
    problems.error(
        START,
        "no-environment",
        "the manual has no environment '" + name + "' (" + folder.resolve(file) + ")",
        known.isEmpty()
            ? "write what differs from jigi.yaml into " + file
            : Nearest.hint(name, known));
  }

  private List<String> environments() {
    Path place = folder.resolve("environments");
    if (!Files.isDirectory(place)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(place)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(file -> file.endsWith(".yaml"))
          .map(file -> file.substring(0, file.length() - ".yaml".length()))
          .sorted()
          .toList();
    } catch (IOException e) {
      notReadable(place, e);
      return List.of();
    }
  }

  private void putIfThere(String name) {
    Path file = folder.resolve(name);
    if (Files.exists(file)) {
      put(file);
    }
  }

  private void readPart(Part part) {
    Path place = folder.resolve(part.folder());
    if (!Files.isDirectory(place)) {
      return;
    }
    // Folders that are mounted or deployed by a switched link hold links.
    try (Stream<Path> walk = Files.walk(place, FileVisitOption.FOLLOW_LINKS)) {
      walk.filter(Files::isRegularFile)
          .filter(file -> part.endings().stream().anyMatch(file.toString()::endsWith))
          .filter(file -> !file.getFileName().toString().startsWith("."))
          .limit(MOST_FILES + 1L)
          .forEach(this::put);
    } catch (IOException | UncheckedIOException e) {
      notReadable(place, e);
    }
  }

  private void put(Path file) {
    if (files.size() == MOST_FILES) {
      problems.error(
          START,
          "manual-too-many-files",
          "the folder holds more than " + MOST_FILES + " files (" + folder + ")",
          "keep data out of rules, runbooks, checklists, dashboards and scripts");
      return;
    }
    String text = text(file);
    if (text != null) {
      files.put(relative(file), text);
    }
  }

  private @Nullable String text(Path file) {
    try {
      long size = Files.size(file);
      if (size > LARGEST_FILE) {
        problems.error(
            start(file),
            "file-too-large",
            "a manual's file has at most 1 MiB (" + size + " bytes)",
            "split it, or keep data out of the manual's folders");
        return null;
      }
      return StandardCharsets.UTF_8
          .newDecoder()
          .decode(ByteBuffer.wrap(Files.readAllBytes(file)))
          .toString();
    } catch (CharacterCodingException e) {
      problems.error(
          start(file),
          "not-text",
          "the file is not UTF-8 text",
          "save it as UTF-8, or move it out of the manual if it is no text");
    } catch (IOException e) {
      notReadable(file, e);
    }
    return null;
  }

  private void notReadable(Path path, Exception e) {
    problems.error(
        start(path),
        "not-readable",
        "it cannot be read (" + reason(e) + ")",
        "give the account that runs Jigi the right to read it");
  }

  private static String reason(Exception e) {
    return e instanceof AccessDeniedException ? "access denied" : String.valueOf(e.getMessage());
  }

  private Place start(Path file) {
    return new Place(relative(file), 1, 1);
  }

  private String relative(Path file) {
    return folder.relativize(file).toString().replace('\\', '/');
  }
}
