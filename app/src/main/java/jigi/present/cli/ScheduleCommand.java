package jigi.present.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import jigi.base.kernel.UserError;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code jigi schedule}: what recurs. */
@Command(name = "schedule")
final class ScheduleCommand extends ServerCommand {
  ScheduleCommand(Common common) {
    super(common);
  }

  static CommandLine with(Supplier<Common> common) {
    return ListCommand.group(() -> new ScheduleCommand(common.get()))
        .addSubcommand("export", new Export(common.get()));
  }

  @Override
  ExitCode run(ApiClient api, Terminal terminal) {
    JsonNode answer = api.get("/api/v1/schedule");
    if (terminal.json()) {
      terminal.json(answer);
      return ExitCode.DONE;
    }
    Ages ages = Ages.of(api, terminal);
    Rows.show(
        terminal,
        "schedule",
        answer.path("schedule"),
        List.of("system", "schedule", "next", "last", "title"),
        row ->
            List.of(
                Rows.text(row, "system"),
                Rows.text(row, "schedule"),
                row.path("next").isTextual()
                    ? ages.at(row.path("next"), row.path("system").asText())
                    : "-",
                row.path("last").isObject()
                    ? terminal.word("schedule.outcome.", row.path("last").path("outcome").asText())
                    : "-",
                Rows.text(row, "title")));
    for (JsonNode one : answer.path("collisions")) {
      terminal.say(
          "cli.schedule.collision",
          Map.of(
              "first", one.path("first").asText(),
              "second", one.path("second").asText(),
              "at", ages.at(one.path("at"), one.path("system").asText())));
    }
    return ExitCode.DONE;
  }

  /** As a crontab, or as timers of systemd. */
  @Command(name = "export")
  static final class Export extends ExportCommand {
    @Option(names = "--to", paramLabel = "FOLDER")
    private String to = "";

    Export(Common common) {
      super(common, "cron");
    }

    @Override
    String path(ApiClient api) {
      return "/api/v1/schedule/export?";
    }

    @Override
    ExitCode run(ApiClient api, Terminal terminal) {
      if (!format.equals("systemd")) {
        return super.run(api, terminal);
      }
      JsonNode files = api.get("/api/v1/schedule/export?format=systemd").path("files");
      for (Map.Entry<String, JsonNode> file : files.properties()) {
        if (to.isEmpty()) {
          terminal.line("# " + file.getKey());
          terminal.line(file.getValue().asText());
        } else {
          write(file.getKey(), file.getValue().asText());
          terminal.line(to + "/" + file.getKey());
        }
      }
      return ExitCode.DONE;
    }

    private void write(String name, String text) {
      try {
        Path folder = Files.createDirectories(Path.of(to));
        Path file = folder.resolve(name).normalize();
        if (!folder.normalize().equals(file.getParent())) {
          throw new UserError("bad-answer", "'" + name + "' is no file name", "ask another server");
        }
        Files.writeString(file, text);
      } catch (IOException e) {
        throw new UncheckedIOException("cannot write " + name, e);
      }
    }
  }
}
