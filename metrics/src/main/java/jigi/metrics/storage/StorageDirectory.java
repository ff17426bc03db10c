package jigi.metrics.storage;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Names of the files of a storage: {@code lock, log-N.wal, block-N.blk, quarantine/}. */
record StorageDirectory(Path path, StorageFiles files) {
  private static final Pattern SEGMENT = Pattern.compile("log-(\\d{1,18})\\.wal");
  private static final Pattern BLOCK = Pattern.compile("block-(\\d{1,18})\\.blk");

  List<Long> segments() throws IOException {
    return numbers(SEGMENT);
  }

  List<Long> blocks() throws IOException {
    return numbers(BLOCK);
  }

  private List<Long> numbers(Pattern pattern) throws IOException {
    try (Stream<Path> list = Files.list(path)) {
      return list.map(file -> pattern.matcher(file.getFileName().toString()))
          .filter(Matcher::matches)
          .map(matcher -> Long.valueOf(matcher.group(1)))
          .sorted()
          .toList();
    }
  }

  Path block(long number) {
    return path.resolve("block-%08d.blk".formatted(number));
  }

  Path temporary(long number) {
    return path.resolve("block-%08d.tmp".formatted(number));
  }

  /** Blocks that a crash left unfinished. */
  void deleteTemporaries() throws IOException {
    try (Stream<Path> list = Files.list(path)) {
      for (Path file : list.filter(name -> name.toString().endsWith(".tmp")).toList()) {
        files.delete(file);
      }
    }
  }

  /** Renames a file into the quarantine. */
  Path quarantine(Path file) throws IOException {
    Path aside = aside(file.getFileName().toString());
    files.move(file, aside);
    return aside;
  }

  /** Keeps bytes in the quarantine. */
  Path quarantine(String name, byte[] bytes) throws IOException {
    Path aside = aside(name);
    Files.write(aside, bytes);
    return aside;
  }

  private Path aside(String name) throws IOException {
    Path folder = path.resolve("quarantine");
    Files.createDirectories(folder);
    Path aside = folder.resolve(name);
    for (int i = 1; Files.exists(aside); i++) {
      aside = folder.resolve(name + "." + i);
    }
    return aside;
  }
}
