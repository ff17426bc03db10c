package jigi.present.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import jigi.base.kernel.UserError;

/** Lists of the API: as a table, and searched for what a person means. */
final class Rows {
  private Rows() {}

  /** A table, or one sentence when there is nothing. */
  static void show(
      Terminal terminal,
      String what,
      JsonNode rows,
      List<String> columns,
      Function<JsonNode, List<String>> cells) {
    if (rows.isEmpty()) {
      terminal.line(terminal.text("cli.none." + what));
      return;
    }
    List<String> header =
        columns.stream().map(name -> terminal.text("cli.column." + name)).toList();
    List<List<String>> all = new ArrayList<>();
    rows.forEach(row -> all.add(cells.apply(row)));
    terminal.table(header, all);
  }

  /**
   * The one row whose field is what was given: an id, a number with or without {@code #} or {@code
   * INC-}, or a name.
   */
  static JsonNode one(JsonNode rows, String what, String given, String... fields) {
    String wanted = given.replaceFirst("^(#|INC-)", "");
    List<JsonNode> found = new ArrayList<>();
    for (JsonNode row : rows) {
      if (Stream.of(fields).anyMatch(field -> row.path(field).asText().equals(wanted))) {
        found.add(row);
      }
    }
    if (found.isEmpty()) {
      throw new CommandFailure(
          ExitCode.BAD_ANSWER,
          new UserError(
              "not-found", "there is no " + what + " " + given, "'list' shows what there is"));
    }
    if (found.size() > 1) {
      throw new CommandFailure(
          ExitCode.MISUSE,
          new UserError(
              "ambiguous",
              found.size() + " of kind " + what + " are called " + given,
              "use the id that --json shows: " + found.getFirst().path("id").asText() + " …"));
    }
    return found.getFirst();
  }

  static String text(JsonNode row, String field) {
    JsonNode value = row.path(field);
    return value.isNull() || value.isMissingNode() ? "-" : value.asText();
  }
}
