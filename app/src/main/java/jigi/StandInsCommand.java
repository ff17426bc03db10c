package jigi;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import jigi.base.exec.Exec;
import jigi.present.cli.Common;
import jigi.present.cli.ExitCode;
import jigi.present.cli.Terminal;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code jigi stand-ins}: what still plays the services of manuals, with or without a Jigi. */
@Command(name = "stand-ins")
final class StandInsCommand implements Callable<Integer> {
  /** What to do with them. */
  enum Verb {
    status,
    stop
  }

  @Mixin private final Common common;

  @Parameters(paramLabel = "VERB", descriptionKey = "VERB", arity = "0..1")
  private Verb verb = Verb.status;

  StandInsCommand(Common common) {
    this.common = common;
  }

  @Override
  public Integer call() throws Exception {
    Terminal terminal = common.terminal();
    Path attempts = common.data().resolve("run").resolve("attempts");
    try (Exec exec = new Exec(attempts)) {
      StandIns standIns = new StandIns(Options.home(), common.data(), exec);
      if (verb == Verb.stop) {
        standIns.stop();
      }
      say(terminal, standIns.running());
    }
    return ExitCode.DONE.code();
  }

  private void say(Terminal terminal, List<String> running) {
    if (terminal.json()) {
      terminal.json(new TreeMap<>(Map.of("running", running)));
    } else if (running.isEmpty()) {
      terminal.say("cli.none.stand-ins", Map.of("data", common.data()));
    } else {
      terminal.say("cli.stand-ins.running", Map.of("names", String.join(", ", running)));
    }
  }
}
