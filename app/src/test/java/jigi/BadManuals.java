package jigi;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import jigi.base.config.ManualReader;
import jigi.base.kernel.Messages;
import jigi.present.cli.Cli;

/**
 * The golden bad manuals: each folder is a whole manual with one mistake, and {@code expected.txt}
 * holds what {@code jigi check} says of it. A folder without a {@code jigi.yaml} of its own holds
 * several manuals that are checked together.
 */
final class BadManuals {
  static final String EXPECTED = "expected.txt";

  /** Stands for the manual's own folder, which is another on every machine. */
  static final String HERE = "MANUAL";

  private BadManuals() {}

  /** What the command said, and how it ended. */
  record Said(String lines, int exit) {}

  static Path folder() {
    return Path.of("src/test/resources/manuals-bad");
  }

  static List<Path> all() throws IOException {
    return foldersIn(folder());
  }

  /** Runs {@code jigi check} as the launcher does, without the summary in the last line. */
  static Said check(Path golden) throws IOException {
    List<String> arguments = new ArrayList<>(List.of("check"));
    List<Path> together =
        isManual(golden)
            ? List.of(golden)
            : foldersIn(golden).stream().filter(BadManuals::isManual).toList();
    (together.isEmpty() ? List.of(golden) : together)
        .forEach(folder -> arguments.add(address(folder.toAbsolutePath())));
    StringWriter out = new StringWriter();
    ManualReader reader = new ManualReader(new Parts().checked(), name -> null);
    int exit =
        new Cli(Messages.load(Main.TEXTS), reader, name -> null)
            .writingTo(new PrintWriter(out), new PrintWriter(out))
            .run(arguments.toArray(String[]::new));
    List<String> lines =
        out.toString().replace(golden.toAbsolutePath().toString(), HERE).lines().toList();
    return new Said(String.join("\n", lines.subList(0, lines.size() - 1)) + "\n", exit);
  }

  /** With the environment that {@code environment.txt} names, where there is one. */
  private static String address(Path folder) {
    Path named = folder.resolve("environment.txt");
    try {
      return Files.exists(named) ? folder + "@" + Files.readString(named).strip() : "" + folder;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean isManual(Path folder) {
    return Files.exists(folder.resolve(ManualReader.ROOT));
  }

  private static List<Path> foldersIn(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(Files::isDirectory).sorted().toList();
    }
  }
}
