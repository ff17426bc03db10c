package jigi;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import jigi.base.kernel.Language;
import jigi.present.cli.Cli;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;

/** What {@code --help} tells of every command, option and argument, in both languages. */
class HelpTest {
  @ParameterizedTest
  @EnumSource(Language.class)
  void everythingIsExplained(Language language) {
    List<String> silent = new ArrayList<>();
    for (CommandLine command : commands(language)) {
      var spec = command.getCommandSpec();
      if (spec.usageMessage().header().length == 0) {
        silent.add(spec.qualifiedName());
      }
      for (ArgSpec arg : spec.args()) {
        if (arg.description().length == 0) {
          silent.add(spec.qualifiedName() + " " + arg.paramLabel() + " " + arg);
        }
      }
    }
    assertThat(silent).isEmpty();
  }

  @Test
  void everyCommandHasAnExampleThatParses() throws Exception {
    CommandLine root = Main.cli(name -> null).described(Language.EN);
    Properties examples = new Properties();
    try (var in = Cli.class.getResourceAsStream("examples.properties")) {
      examples.load(in);
    }
    List<String> known = new ArrayList<>();
    for (CommandLine command : commands(Language.EN)) {
      String words = command.getCommandSpec().qualifiedName(".").replaceFirst("^jigi\\.?", "");
      known.add(words);
      boolean leaf = command.getSubcommands().isEmpty() && !words.isEmpty();
      assertThat(!leaf || examples.containsKey(words)).as("an example of " + words).isTrue();
    }
    for (Map.Entry<Object, Object> each : examples.entrySet()) {
      String words = each.getKey().toString();
      assertThat(known).contains(words);
      for (String line : each.getValue().toString().split("\\s+\\|\\s+")) {
        String[] args = Words.of(line.replaceFirst("^jigi ", ""));
        CommandLine.ParseResult parsed = root.parseArgs(args);
        while (parsed.hasSubcommand()) {
          parsed = parsed.subcommand();
        }
        assertThat(parsed.commandSpec().qualifiedName(".")).as(line).isEqualTo("jigi." + words);
      }
    }
  }

  private static List<CommandLine> commands(Language language) {
    List<CommandLine> all = new ArrayList<>();
    collect(Main.cli(name -> null).described(language), all);
    return all;
  }

  private static void collect(CommandLine command, List<CommandLine> into) {
    if (!command.getCommandSpec().usageMessage().hidden()) {
      into.add(command);
      command.getSubcommands().values().stream().distinct().forEach(sub -> collect(sub, into));
    }
  }

  /** A line as a shell splits it, single quotes only. */
  private static final class Words {
    static String[] of(String line) {
      List<String> words = new ArrayList<>();
      StringBuilder word = new StringBuilder();
      boolean quoted = false;
      for (char c : (line + " ").toCharArray()) {
        if (c == '\'') {
          quoted = !quoted;
        } else if (c == ' ' && !quoted) {
          words.add(word.toString());
          word.setLength(0);
        } else {
          word.append(c);
        }
      }
      return words.toArray(String[]::new);
    }
  }
}
