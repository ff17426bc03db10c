package jigi.present.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import jigi.base.kernel.Json;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code jigi journal}: what happened, oldest first. */
@Command(name = "journal")
final class JournalCommand extends ServerCommand {
  @Option(names = "--system", paramLabel = "SYSTEM")
  private String system = "";

  @Option(names = "--kind", paramLabel = "KIND")
  private String kind = "";

  @Option(names = "--limit", paramLabel = "N")
  private int limit = 50;

  JournalCommand(Common common) {
    super(common);
  }

  static CommandLine with(Supplier<Common> common) {
    return ListCommand.group(() -> new JournalCommand(common.get()))
        .addSubcommand("verify", new Verify(common.get()));
  }

  @Override
  ExitCode run(ApiClient api, Terminal terminal) {
    String filter =
        (system.isEmpty() ? "" : "&system=" + encode(system))
            + (kind.isEmpty() ? "" : "&kind=" + encode(kind));
    JsonNode events = api.list("/api/v1/journal?limit=" + limit + filter, "events");
    if (terminal.json()) {
      terminal.json(Map.of("events", events));
    } else {
      table(new Ages(api, terminal), events);
    }
    return ExitCode.DONE;
  }

  /** The API's newest first becomes a terminal's newest last. */
  static void table(Ages ages, JsonNode events) {
    Terminal terminal = ages.terminal();
    if (events.isEmpty()) {
      terminal.line(terminal.text("cli.none.events"));
      return;
    }
    List<List<String>> rows = new ArrayList<>();
    for (JsonNode event : events) {
      String system = event.path("system").asText("");
      rows.addFirst(
          List.of(
              ages.time(event.path("at"), system),
              Rows.text(event, "system"),
              Rows.text(event, "actor"),
              text(terminal, event)));
    }
    terminal.table(
        List.of(
            terminal.text("cli.column.time"),
            terminal.text("cli.column.system"),
            terminal.text("cli.column.actor"),
            terminal.text("cli.column.event")),
        rows);
  }

  private static String text(Terminal terminal, JsonNode event) {
    Map<String, String> args = new HashMap<>();
    for (String own : List.of("system", "component", "actor")) {
      args.put(own, event.path(own).asText(""));
    }
    args.putAll(Json.texts(event.path("args")));
    return terminal.text("event." + event.path("kind").asText(), args);
  }

  /** Recomputes the chain; exit code 1 where it is broken. */
  @Command(name = "verify")
  static final class Verify extends ShowCommand {
    Verify(Common common) {
      super(common);
    }

    @Override
    String path(ApiClient api) {
      return "/api/v1/journal/verify";
    }

    @Override
    ExitCode judge(JsonNode chain) {
      return chain.path("broken").isTextual() ? ExitCode.BAD_ANSWER : ExitCode.DONE;
    }

    @Override
    void show(JsonNode chain, Ages ages) {
      boolean broken = chain.path("broken").isTextual();
      ages.terminal()
          .say(
              broken ? "cli.journal.broken" : "cli.journal.whole",
              Map.of(
                  "entries", chain.path("entries").asText(),
                  "place", chain.path("broken").asText()));
    }
  }
}
