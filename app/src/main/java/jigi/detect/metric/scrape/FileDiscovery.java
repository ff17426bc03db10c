package jigi.detect.metric.scrape;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import jigi.base.config.Problems;
import jigi.base.config.Yaml;

/**
 * {@code file_sd_configs}: JSON or YAML files with lists of targets, by patterns whose last part
 * may hold {@code *}. A file that cannot be read keeps the targets that it had.
 */
record FileDiscovery(List<String> patterns, Duration interval) implements Discovery {
  /** Files are looked at more often than the interval says, as Prometheus watches them. */
  private static final Duration OFTEN = Duration.ofSeconds(5);

  private static final long LARGEST = 16L << 20;

  FileDiscovery {
    patterns = List.copyOf(patterns);
  }

  @Override
  public Duration refresh() {
    return interval.compareTo(OFTEN) < 0 ? interval : OFTEN;
  }

  @Override
  public List<TargetGroup> find(Surroundings surroundings, List<TargetGroup> before) throws Failed {
    List<TargetGroup> found = new ArrayList<>();
    List<String> unread = new ArrayList<>();
    for (Path file : files(surroundings.folder())) {
      Problems problems = new Problems();
      List<TargetGroup> groups = read(file, problems);
      if (problems.hasErrors()) {
        unread.add(problems.sorted().getFirst().toString());
        before.stream().filter(group -> group.source().startsWith(file + ":")).forEach(found::add);
      } else {
        found.addAll(groups);
      }
    }
    if (!unread.isEmpty() && before.isEmpty() && found.isEmpty()) {
      throw new Failed(unread.getFirst());
    }
    return found;
  }

  private static List<TargetGroup> read(Path file, Problems problems) {
    try {
      if (Files.size(file) > LARGEST) {
        problems.error(
            new jigi.base.config.Place(file.toString(), 1, 1),
            "file-too-large",
            "a file of targets has at most 16 MiB",
            "split it");
        return List.of();
      }
      return TargetGroups.read(
          Yaml.read(file.toString(), Files.readString(file), problems), file.toString(), problems);
    } catch (IOException e) {
      problems.error(
          new jigi.base.config.Place(file.toString(), 1, 1),
          "not-readable",
          "it cannot be read (" + e.getMessage() + ")",
          "give the account that runs Jigi the right to read it");
      return List.of();
    }
  }

  private TreeSet<Path> files(Path folder) throws Failed {
    TreeSet<Path> files = new TreeSet<>();
    for (String pattern : patterns) {
      Path path = folder.resolve(pattern);
      Path parent = path.getParent();
      Path name = path.getFileName();
      if (parent == null || name == null || !Files.isDirectory(parent)) {
        continue;
      }
      try (DirectoryStream<Path> stream = Files.newDirectoryStream(parent, name.toString())) {
        stream.forEach(files::add);
      } catch (IOException | DirectoryIteratorException e) {
        throw new Failed("the folder " + parent + " cannot be read (" + e.getMessage() + ")");
      }
    }
    return files;
  }
}
