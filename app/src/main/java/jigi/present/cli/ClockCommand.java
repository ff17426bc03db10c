package jigi.present.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.function.Supplier;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code jigi clock}: the server's time; a rehearsal's can be moved. */
@Command(name = "clock")
final class ClockCommand extends ServerCommand {
  ClockCommand(Common common) {
    super(common);
  }

  static CommandLine with(Supplier<Common> common) {
    return new CommandLine(new ClockCommand(common.get()))
        .addSubcommand("advance", new Advance(common.get()));
  }

  @Override
  ExitCode run(ApiClient api, Terminal terminal) {
    show(terminal, api.get("/api/v1/clock"));
    return ExitCode.DONE;
  }

  private static void show(Terminal terminal, JsonNode clock) {
    if (terminal.json()) {
      terminal.json(clock);
    } else {
      terminal.line(clock.path("now").asText());
    }
  }

  /** Lets so much time pass, with everything that falls due in it. */
  @Command(name = "advance")
  static final class Advance extends ServerCommand {
    @Parameters(paramLabel = "5m")
    private String by = "";

    Advance(Common common) {
      super(common);
    }

    @Override
    ExitCode run(ApiClient api, Terminal terminal) {
      show(terminal, api.post("/api/v1/clock/advance", Map.of("by", by)));
      return ExitCode.DONE;
    }
  }
}
