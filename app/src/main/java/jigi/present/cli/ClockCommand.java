package jigi.present.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.function.Supplier;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code jigi clock}: the server's time; a rehearsal's can be moved. */
@Command(name = "clock")
final class ClockCommand extends ShowCommand {
  ClockCommand(Common common) {
    super(common);
  }

  static CommandLine with(Supplier<Common> common) {
    return new CommandLine(new ClockCommand(common.get()))
        .addSubcommand("advance", new Advance(common.get()));
  }

  @Override
  String path(ApiClient api) {
    return "/api/v1/clock";
  }

  @Override
  void show(JsonNode clock, Ages ages) {
    ages.terminal().line(clock.path("now").asText());
  }

  /** Lets so much time pass, with everything that falls due in it. */
  @Command(name = "advance")
  static final class Advance extends ActCommand {
    @Parameters(paramLabel = "5m", descriptionKey = "5m")
    private String by = "";

    @Option(names = "--asleep")
    private boolean asleep;

    Advance(Common common) {
      super(common);
    }

    @Override
    String path(ApiClient api) {
      return "/api/v1/clock/advance";
    }

    @Override
    Map<String, ?> body(ApiClient api, String path) {
      return asleep ? Map.of("by", by, "asleep", true) : Map.of("by", by);
    }

    @Override
    void tell(JsonNode clock, Terminal terminal) {
      terminal.line(clock.path("now").asText());
    }
  }
}
