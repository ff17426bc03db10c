package jigi.present.cli;

import java.util.Map;
import java.util.function.Supplier;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code jigi demo}: hurts the quickstart's shop for real. */
@Command(name = "demo")
final class DemoCommand implements Runnable {
  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "");
  }

  static CommandLine with(Supplier<Common> common) {
    return new CommandLine(new DemoCommand())
        .addSubcommand("break", new Break(common.get()))
        .addSubcommand("heal", new Heal(common.get()));
  }

  /** The ways in which the shop can be hurt. */
  enum Fault {
    crash,
    slow,
    errors,
    disk
  }

  /** Breaks it. */
  @Command(name = "break")
  static final class Break extends ActCommand {
    @Parameters(paramLabel = "FAULT", descriptionKey = "FAULT")
    private Fault fault = Fault.crash;

    Break(Common common) {
      super(common);
    }

    @Override
    String path(ApiClient api) {
      return "/api/v1/demo/break";
    }

    @Override
    Map<String, ?> body(ApiClient api, String path) {
      return Map.of("fault", fault.name());
    }
  }

  /** Heals it. */
  @Command(name = "heal")
  static final class Heal extends ActCommand {
    Heal(Common common) {
      super(common);
    }

    @Override
    String path(ApiClient api) {
      return "/api/v1/demo/heal";
    }
  }
}
