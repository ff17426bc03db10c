package jigi.present.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.Map;
import java.util.function.Supplier;
import jigi.base.kernel.Durations;
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
  static final class Advance extends ServerCommand {
    private static final String PATH = "/api/v1/clock/advance";

    private static final Duration SLICE = Duration.ofMinutes(5);

    /** All probes of five manuals take a minute for a slice on a busy machine. */
    private static final Duration PATIENCE = Duration.ofMinutes(10);

    @Parameters(paramLabel = "5m", descriptionKey = "5m")
    private String by = "";

    @Option(names = "--asleep")
    private boolean asleep;

    Advance(Common common) {
      super(common);
    }

    @Override
    ExitCode run(ApiClient api, Terminal terminal) {
      Duration whole = Durations.parse(by);
      // What sleeps, sleeps at one go; what is no duration is the server's to refuse.
      JsonNode clock =
          whole == null || asleep
              ? api.post(
                  PATH, asleep ? Map.of("by", by, "asleep", true) : Map.of("by", by), PATIENCE)
              : inSlices(api, terminal, whole);
      if (terminal.json()) {
        terminal.json(clock);
      } else {
        terminal.line(clock.path("now").asText());
      }
      return ExitCode.DONE;
    }

    /** Can be broken off between two of them. */
    private static JsonNode inSlices(ApiClient api, Terminal terminal, Duration whole) {
      int slices = (int) (whole.minusMillis(1).dividedBy(SLICE) + 1);
      Duration left = whole;
      try (Progress progress = new Progress(terminal, slices)) {
        for (int i = 1; i < slices; i++) {
          JsonNode clock = api.post(PATH, Map.of("by", Durations.format(SLICE)), PATIENCE);
          left = left.minus(SLICE);
          progress.step(clock.path("now").asText());
        }
        return api.post(PATH, Map.of("by", Durations.format(left)), PATIENCE);
      }
    }
  }
}
