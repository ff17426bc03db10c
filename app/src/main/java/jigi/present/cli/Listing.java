package jigi.present.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A list of the API: where it is, how its rows read in columns, and how one row is found.
 *
 * @param name of the list in the answer, and in the catalogue's {@code cli.none.<name>}
 * @param one what a single row is called
 */
record Listing(String name, String one, String path, List<Column> columns) {
  /** What a row says in one column. */
  interface Cell {
    String of(JsonNode row, Ages ages);
  }

  /**
   * @param name in the catalogue, {@code cli.column.<name>}
   */
  record Column(String name, Cell cell) {}

  Listing {
    columns = List.copyOf(columns);
  }

  static Listing of(String name, String one, String path) {
    return new Listing(name, one, path, List.of());
  }

  Listing with(String column, Cell cell) {
    List<Column> more = new ArrayList<>(columns);
    more.add(new Column(column, cell));
    return new Listing(name, one, path, more);
  }

  Listing text(String column, String field) {
    return with(column, (row, ages) -> Rows.text(row, field));
  }

  Listing text(String column) {
    return text(column, column);
  }

  /** A word of the API in the reader's language. */
  Listing word(String column, String prefix) {
    return with(column, (row, ages) -> ages.terminal().word(prefix, row.path(column).asText()));
  }

  /** What a probe or a step saw, in the reader's language. */
  Listing evidence() {
    return with("evidence", (row, ages) -> ages.terminal().evidence(Rows.text(row, "evidence")));
  }

  Listing ago(String column, String field) {
    return with(column, (row, ages) -> ages.ago(row.path(field), row.path("system").asText()));
  }

  /** The rows, of which the query asks for some. */
  JsonNode rows(ApiClient api, String query) {
    return api.list(path + query, name);
  }

  /** A table, or one sentence when there is nothing; the answer itself for programs. */
  void show(Terminal terminal, Ages ages, JsonNode rows) {
    if (terminal.json()) {
      terminal.json(Map.of(name, rows));
      return;
    }
    Rows.show(
        terminal,
        name,
        rows,
        columns.stream().map(Column::name).toList(),
        row -> columns.stream().map(column -> column.cell().of(row, ages)).toList());
  }

  /** The columns of one row below each other. */
  void fields(Ages ages, JsonNode row) {
    columns.forEach(column -> ages.terminal().field(column.name(), column.cell().of(row, ages)));
  }

  /** The one row of all whose field is what a person gave. */
  JsonNode find(ApiClient api, String query, String given, String... fields) {
    return Rows.one(rows(api, query), one, given, fields);
  }

  /**
   * The API's path of a thing that a system's manual names: {@code system/name}, or the name where
   * only one system has it.
   */
  String named(ApiClient api, String given) {
    int slash = given.indexOf('/');
    String system =
        slash > 0
            ? given.substring(0, slash)
            : find(api, "", given, "name").path("system").asText();
    String own = given.substring(Math.max(0, slash + 1));
    return path + "/" + ServerCommand.encode(system) + "/" + ServerCommand.encode(own);
  }
}
