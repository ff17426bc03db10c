package jigi.present.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.Console;
import java.util.Map;

/** How far a backup, restore or drill has come: one line on a terminal that is replaced. */
final class FollowedProgress implements AutoCloseable {
  private static final String ERASE = "\r\u001b[K";

  private final ApiClient api;
  private final Terminal terminal;
  private final String path;
  private final boolean shown;

  FollowedProgress(ApiClient api, Terminal terminal, String run) {
    Console console = System.console();
    this.api = api;
    this.terminal = terminal;
    this.path = "/api/v1/backup-runs/" + ServerCommand.encode(run);
    this.shown = !terminal.json() && console != null && console.isTerminal();
  }

  void show() {
    if (shown) {
      terminal.err().print(ERASE + line(terminal, api.get(path).path("progress")));
      terminal.err().flush();
    }
  }

  /** Empty while nothing is under way. */
  static String line(Terminal terminal, JsonNode progress) {
    if (!progress.isObject()) {
      return "";
    }
    StringBuilder line = new StringBuilder();
    line.append(terminal.word("backup.stage.", progress.path("stage").asText()));
    if (!progress.path("stage").asText().equals("compare")) {
      line.append("  ").append(BackupCommand.bytes(progress.path("done")));
      if (progress.path("all").isNumber()) {
        line.append(" / ").append(BackupCommand.bytes(progress.path("all")));
      }
      if (progress.path("rate").isNumber()) {
        line.append("  ").append(BackupCommand.bytes(progress.path("rate"))).append("/s");
      }
      if (progress.path("left").isNumber()) {
        Map<String, String> left = Map.of("t", BackupCommand.span(progress.path("left")));
        line.append("  ").append(terminal.text("cli.backup.left", left));
      }
    }
    return line.toString();
  }

  @Override
  public void close() {
    if (shown) {
      terminal.err().print(ERASE);
      terminal.err().flush();
    }
  }
}
