package jigi.present.cli;

import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import picocli.CommandLine;

/**
 * Invocations as people would write them, by the command's words: {@code alerts.show=jigi alerts
 * show ShopDown | …}. They are the same in every language.
 */
record Examples(Map<String, List<String>> byCommand) {
  private static final String FILE = "/jigi/present/cli/examples.properties";

  static Examples load() {
    Properties properties = new Properties();
    try (var in = Examples.class.getResourceAsStream(FILE)) {
      if (in == null) {
        throw new IllegalStateException("the jar lacks " + FILE);
      }
      try (Reader reader = new InputStreamReader(in, StandardCharsets.UTF_8)) {
        properties.load(reader);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Map<String, List<String>> all = new TreeMap<>();
    for (String command : properties.stringPropertyNames()) {
      all.put(command, List.of(properties.getProperty(command).split("\\s+\\|\\s+")));
    }
    return new Examples(all);
  }

  /** Below each command's help. */
  void into(CommandLine whole, String heading) {
    whole.getSubcommands().forEach((name, command) -> describe(name, command, heading));
  }

  private void describe(String words, CommandLine command, String heading) {
    List<String> lines = new ArrayList<>(byCommand.getOrDefault(words, List.of()));
    if (!lines.isEmpty()) {
      lines.replaceAll(line -> "  " + line.replace("%", "%%"));
      command
          .getCommandSpec()
          .usageMessage()
          .footerHeading("%n" + heading + "%n")
          .footer(lines.toArray(String[]::new));
    }
    command.getSubcommands().forEach((name, sub) -> describe(words + "." + name, sub, heading));
  }
}
