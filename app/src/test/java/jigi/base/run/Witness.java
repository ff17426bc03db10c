package jigi.base.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import jigi.testing.PostgresServer;
import org.jspecify.annotations.Nullable;

/**
 * What a story of {@link KillsTest} has left in the world, beside what Jigi says of it.
 *
 * @param end what the run came to, and its steps; empty when it did not end
 * @param lines of the file that all targets write to, in order
 * @param rows that steps inserted
 * @param questions that a person was asked
 */
record Witness(List<String> end, List<String> lines, List<String> rows, int questions) {
  static Witness of(Path story, PostgresServer server, String table)
      throws IOException, SQLException {
    List<String> rows = new ArrayList<>();
    try (Connection c = DriverManager.getConnection(server.url("postgres"), "postgres", "");
        Statement statement = c.createStatement();
        ResultSet found = statement.executeQuery("SELECT mark FROM " + table)) {
      while (found.next()) {
        rows.add(found.getString(1));
      }
    }
    return new Witness(
        read(story.resolve("end")),
        read(story.resolve("witness")),
        rows,
        read(story.resolve("asked")).size());
  }

  private static List<String> read(Path file) throws IOException {
    return Files.exists(file) ? Files.readAllLines(file) : List.of();
  }

  String told() {
    return String.join(" ", lines) + ", rows " + String.join(" ", rows) + ", " + end;
  }

  /** What was lost, doubled, skipped or told otherwise; null when nothing was. */
  @Nullable String wrong() {
    if (end.isEmpty()) {
      return "the run did not end";
    }
    for (int i = 1; i <= KillsChild.STEPS; i++) {
      boolean row = KillsChild.ROWS.contains(i);
      for (String mark : row ? List.of("" + i) : List.of(i + "-begin", i + "-end")) {
        long times = (row ? rows : lines).stream().filter(mark::equals).count();
        if (times != 1) {
          return mark + " was seen " + times + " times";
        }
      }
    }
    boolean good =
        end.getFirst().equals("SUCCEEDED steps-done")
            && end.getLast().matches("(SUCCEEDED ?){" + KillsChild.STEPS + "}");
    return good ? inOrder() : "told otherwise";
  }

  /** Steps 4 to 6 go together; every other one ends before the next begins. */
  private @Nullable String inOrder() {
    for (int i = 1; i < KillsChild.STEPS; i++) {
      int begun = lines.indexOf((i + 1) + "-begin");
      boolean together = i == 4 || i == 5;
      if (!together && begun >= 0 && lines.indexOf(i + "-end") > begun) {
        return "step " + (i + 1) + " began before step " + i + " had ended";
      }
    }
    return null;
  }
}
