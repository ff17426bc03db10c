package jigi.present.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** {@code jigi manual}: the manuals in force. */
@Command(name = "manual")
final class ManualCommand extends ServerCommand {
  ManualCommand(Common common) {
    super(common);
  }

  static CommandLine with(Supplier<Common> common) {
    return new CommandLine(new ManualCommand(common.get()))
        .addSubcommand("list", new ManualCommand(common.get()))
        .addSubcommand("reload", new Reload(common.get()));
  }

  @Override
  ExitCode run(ApiClient api, Terminal terminal) {
    JsonNode manuals = api.list("/api/v1/manuals", "manuals");
    if (terminal.json()) {
      terminal.json(Map.of("manuals", manuals));
      return ExitCode.DONE;
    }
    Ages ages = Ages.of(api, terminal);
    Rows.show(
        terminal,
        "manuals",
        manuals,
        List.of("system", "activated", "actor", "hash", "folder"),
        row ->
            List.of(
                Rows.text(row, "system"),
                ages.ago(row.path("activated"), row.path("system").asText()),
                Rows.text(row, "by"),
                row.path("hash").asText().substring(0, 12),
                Rows.text(row, "folder")));
    return ExitCode.DONE;
  }

  /** Reads the manuals again; a bad one leaves the last good one in force. */
  @Command(name = "reload")
  static final class Reload extends ServerCommand {
    Reload(Common common) {
      super(common);
    }

    @Override
    ExitCode run(ApiClient api, Terminal terminal) {
      return terminal.done(api.post("/api/v1/manuals/reload", Map.of()));
    }
  }
}
