package jigi.base.run.sql;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import jigi.base.kernel.Timeline;
import jigi.base.run.AttemptOutcome;
import jigi.base.run.Bench;
import jigi.base.run.Mode;
import jigi.base.run.Role;
import jigi.base.run.RunState;
import jigi.base.run.Runs;
import jigi.base.run.StepDefinition;
import jigi.base.store.TestDatabase;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What holds of an sql step at any database; a class below it per server. */
abstract class SqlSteps {
  @TempDir Path folder;
  Bench bench;

  /** {@code {postgres: …}}. */
  abstract String connection();

  /** Of the test's own, beside Jigi's. */
  abstract Connection connect() throws Exception;

  /** What the server itself says. */
  final List<String> ask(String sql) throws Exception {
    List<String> all = new ArrayList<>();
    try (Connection c = connect();
        var statement = c.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      while (rows.next()) {
        all.add(rows.getString(1));
      }
    }
    return all;
  }

  @BeforeEach
  void open() throws Exception {
    Files.writeString(folder.resolve("word"), "right-word\n");
    bench =
        new Bench(
            TestDatabase.SQLITE,
            folder,
            Timeline.real(),
            connections -> List.of(new SqlStep(connections.named())));
    bench.manual("connections:\n  main: " + connection() + "\n");
    bench.engine.open();
    fill();
  }

  abstract void fill() throws Exception;

  @AfterEach
  void close() {
    bench.close();
  }

  static StepDefinition sql(Role role, String source, String... attributes) {
    String[] all = java.util.Arrays.copyOf(attributes, attributes.length + 1);
    all[attributes.length] = "connection=main";
    return StepDefinition.of("sql", role, Bench.part("sql", source, all));
  }

  static String evidence(Runs.Detail detail) {
    return detail.attempts().getLast().evidence();
  }

  Supplier<String> all(Runs.Detail detail) {
    return () -> detail.run() + "\n" + detail.attempts();
  }

  @Test
  void showsRowsAndBindsItsParameters() throws Exception {
    Runs.Detail detail =
        bench.ran(
            Mode.BY_HAND,
            "2",
            sql(Role.LOOK, "SELECT id, state FROM goods WHERE id = :ID;", "rows=1"));

    assertThat(detail.run().state()).as(all(detail)).isEqualTo(RunState.SUCCEEDED);
    assertThat(evidence(detail)).isEqualTo("SELECT: 1 rows\nid=2  state=stuck");
  }

  @Test
  void aValueIsNeverPartOfTheStatement() throws Exception {
    Runs.Detail detail =
        bench.ran(
            Mode.BY_HAND,
            "x' OR 'a'='a",
            sql(Role.RUN, "UPDATE goods SET state = 'gone' WHERE state = :ID"));

    assertThat(detail.run().state()).as(all(detail)).isEqualTo(RunState.SUCCEEDED);
    assertThat(evidence(detail)).isEqualTo("UPDATE: 0 rows changed");
    assertThat(ask("SELECT count(*) FROM goods WHERE state = 'gone'")).containsExactly("0");
  }

  @Test
  void whatLooksMayNotChangeAnything() throws Exception {
    Runs.Detail detail =
        bench.ran(Mode.BY_HAND, "1", sql(Role.LOOK, "DELETE FROM goods WHERE id = 1"));

    assertThat(detail.run().state()).as(all(detail)).isEqualTo(RunState.FAILED);
    assertThat(evidence(detail)).containsIgnoringCase("read");
    assertThat(ask("SELECT count(*) FROM goods")).containsExactly("3");
  }

  @Test
  void anUnexpectedNumberOfRowsChangesNothing() throws Exception {
    Runs.Detail detail =
        bench.ran(
            Mode.BY_HAND,
            "1",
            sql(
                Role.RUN,
                "INSERT INTO goods VALUES (9, 'new');\nUPDATE goods SET state = 'done'",
                "rows=<= 2"));

    assertThat(detail.run().state()).as(all(detail)).isEqualTo(RunState.FAILED);
    assertThat(evidence(detail)).contains("expected rows <= 2, it is 4; nothing was changed");
    assertThat(ask("SELECT count(*) FROM goods WHERE state = 'done' OR id = 9"))
        .containsExactly("0");
  }

  @Test
  void severalStatementsTakeEffectTogether() throws Exception {
    Runs.Detail detail =
        bench.ran(
            Mode.BY_HAND,
            "7",
            sql(
                Role.RUN,
                "INSERT INTO goods VALUES (:ID, 'a;b'); -- not: the end\n"
                    + "UPDATE goods SET state = 'done' WHERE id = :ID",
                "rows=== 1"));

    assertThat(detail.run().state()).as(all(detail)).isEqualTo(RunState.SUCCEEDED);
    assertThat(ask("SELECT state FROM goods WHERE id = 7")).containsExactly("done");
  }

  @Test
  void whatIsRefusedLeavesNothingBehind() throws Exception {
    Runs.Detail detail =
        bench.ran(
            Mode.BY_HAND,
            "1",
            sql(Role.RUN, "INSERT INTO goods VALUES (9, 'new'); INSERT INTO nowhere VALUES (1)"));

    assertThat(detail.run().state()).as(all(detail)).isEqualTo(RunState.FAILED);
    assertThat(evidence(detail)).contains("nowhere");
    assertThat(ask("SELECT count(*) FROM goods WHERE id = 9")).containsExactly("0");
  }

  @Test
  void aDryRunTellsWhatItWouldDo() throws Exception {
    Runs.Detail detail =
        bench.ran(Mode.DRY, "2", sql(Role.RUN, "UPDATE goods SET state = 'x' WHERE id = :ID"));

    assertThat(detail.run().state()).as(all(detail)).isEqualTo(RunState.SUCCEEDED);
    assertThat(evidence(detail))
        .startsWith("would execute 1 statements, and changed nothing\nUPDATE goods SET");
    assertThat(ask("SELECT count(*) FROM goods WHERE state = 'x'")).containsExactly("0");
  }

  @Test
  void aVerifyThatCannotAskIsUnknownAndNoFailure() throws Exception {
    StepDefinition act = sql(Role.RUN, "UPDATE goods SET state = 'done' WHERE id = 1");
    StepDefinition step =
        new StepDefinition(
            act.title(),
            Role.RUN,
            act.act(),
            Bench.part("sql", "SELECT 1 FROM nowhere", "connection=main", "rows=1", "timeout=1s"),
            null,
            null);

    Runs.Detail detail = bench.ran(Mode.BY_HAND, "1", step);

    assertThat(detail.run().state()).as(all(detail)).isEqualTo(RunState.WAITING);
    assertThat(detail.attempts().getLast().outcome()).isEqualTo(AttemptOutcome.UNKNOWN);
  }

  @Test
  void manyRowsAreCapped() throws Exception {
    StringBuilder many = new StringBuilder("INSERT INTO goods VALUES (100, 'm')");
    for (int i = 101; i < 200; i++) {
      many.append(", (").append(i).append(", 'm')");
    }
    bench.ran(Mode.BY_HAND, "1", sql(Role.RUN, many.toString(), "rows=100"));

    Runs.Detail detail =
        bench.ran(Mode.BY_HAND, "1", sql(Role.LOOK, "SELECT * FROM goods", "rows=> 50"));

    assertThat(detail.run().state()).as(all(detail)).isEqualTo(RunState.SUCCEEDED);
    assertThat(evidence(detail)).startsWith("SELECT: more than 50 rows").hasLineCount(51);
  }
}
