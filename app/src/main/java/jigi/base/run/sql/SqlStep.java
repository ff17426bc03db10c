package jigi.base.run.sql;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import jigi.base.config.Secret;
import jigi.base.connect.ConnectionRegistry;
import jigi.base.connect.database.QueryException;
import jigi.base.connect.database.SqlAnswer;
import jigi.base.connect.database.SqlConnection;
import jigi.base.connect.database.SqlSession;
import jigi.base.connect.wire.Deadline;
import jigi.base.connect.wire.WireException;
import jigi.base.kernel.UserError;
import jigi.base.run.Comparison;
import jigi.base.run.StepContext;
import jigi.base.run.StepKind;
import jigi.base.run.StepOutcome;

/**
 * Executes statements over a named connection: in one transaction, which may only read unless the
 * block acts, and which is committed only when the expected number of rows was seen.
 */
public final class SqlStep extends SqlSyntax implements StepKind {
  /** Rows that are read and shown. */
  private static final int SHOWN = 50;

  /** For a look before the act, which is not repeated. */
  private static final Duration SHORTEST = Duration.ofSeconds(30);

  private static final Set<String> EXPLAINED =
      Set.of("SELECT", "INSERT", "UPDATE", "DELETE", "WITH", "TABLE", "VALUES");

  private final ConnectionRegistry connections;

  public SqlStep(ConnectionRegistry connections) {
    this.connections = connections;
  }

  /** What a lost transaction did cannot be told: the step's role and probe decide. */
  @Override
  public boolean repeatable() {
    return false;
  }

  @Override
  public StepOutcome run(StepContext context) throws InterruptedException {
    String name = context.part().attributes().getOrDefault(CONNECTION, "");
    SqlConnection connection = connections.find(context.system(), name, SqlConnection.class);
    Deadline deadline = Deadline.in(context.timeout().isZero() ? SHORTEST : context.timeout());
    Progress progress = new Progress();
    try (SqlSession session = connection.open(connections.opening(context.system(), deadline))) {
      return work(context, session, progress);
    } catch (Secret.Missing e) {
      return trouble(context, String.valueOf(e.getMessage()));
    } catch (WireException e) {
      return trouble(context, e.evidence());
    } catch (QueryException e) {
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
      return broken(context, progress, e);
    }
  }

  /** How far a script has come. */
  private static final class Progress {
    private final List<String> said = new ArrayList<>();
    private boolean committing;

    String text() {
      return String.join("\n", said);
    }
  }

  /** Nothing was done: a check could not tell, an act has failed. */
  private static StepOutcome trouble(StepContext context, String what) {
    return context.how().checks() ? StepOutcome.unknown(what) : StepOutcome.failed(what);
  }

  /** Whether what a broken script did is gone again, is there, or cannot be told. */
  private static StepOutcome broken(StepContext context, Progress progress, QueryException e) {
    String said = progress.text();
    String what = (said.isEmpty() ? "" : said + "\n") + e.getMessage();
    boolean lost = e.state().isEmpty() || e.state().startsWith("08");
    boolean bare = context.part().attributes().containsKey(TRANSACTION);
    boolean open = context.how().acts() && lost && (progress.committing || bare);
    return open
        ? StepOutcome.unknown(what + "\nwhether it took effect cannot be told")
        : trouble(context, what);
  }

  private static StepOutcome work(StepContext context, SqlSession session, Progress progress)
      throws QueryException {
    List<SqlText.Statement> statements = SqlText.parse(context.part().source()).statements();
    if (context.dry() && context.how().acts()) {
      return rehearse(context, session, statements);
    }
    boolean bare = context.part().attributes().containsKey(TRANSACTION);
    if (bare) {
      session.withoutTransaction(!context.how().acts());
    } else if (context.how().acts()) {
      session.write();
    }
    SqlAnswer last = new SqlAnswer(List.of(), false, 0);
    for (SqlText.Statement statement : statements) {
      last = session.execute(statement.sql(), SHOWN, values(context, statement));
      progress.said.add(shown(statement, last));
    }
    String rows = context.part().attributes().get(ROWS);
    Comparison wanted = rows == null ? null : Comparison.read(rows);
    if (wanted != null && !wanted.holds(String.valueOf(last.count()))) {
      String undone = bare || !context.how().acts() ? "" : "; nothing was changed";
      return StepOutcome.failed(
          progress.text() + "\nexpected rows " + wanted + ", it is " + last.count() + undone);
    }
    if (context.how().acts() && !bare) {
      progress.committing = true;
      session.commit();
    }
    return StepOutcome.ok(progress.text());
  }

  private static StepOutcome rehearse(
      StepContext context, SqlSession session, List<SqlText.Statement> statements)
      throws QueryException {
    List<String> said = new ArrayList<>();
    session.write(); // MariaDB refuses to explain a change in a transaction that may only read
    said.add("would execute " + statements.size() + " statements, and changed nothing");
    for (SqlText.Statement statement : statements) {
      said.add(statement.text());
      if (EXPLAINED.contains(statement.verb())) {
        // Asks the planner: names, types and parameters are checked, and nothing is executed.
        SqlAnswer plan =
            session.execute("EXPLAIN " + statement.sql(), SHOWN, values(context, statement));
        plan.rows().forEach(row -> said.add("  " + Rows.line(row)));
      }
    }
    session.rollback();
    return StepOutcome.ok(String.join("\n", said));
  }

  private static Object[] values(StepContext context, SqlText.Statement statement) {
    Map<String, String> values = context.values();
    return statement.names().stream()
        .map(
            name -> {
              String value = values.get(name.name());
              if (value == null) {
                throw new UserError(
                    "missing-parameter",
                    "no value for :" + name.name(),
                    "add it to 'parameters' of the runbook");
              }
              return new SqlSession.Untyped(value);
            })
        .map(Objects::requireNonNull)
        .toArray();
  }

  private static String shown(SqlText.Statement statement, SqlAnswer answer) {
    if (!answer.asked()) {
      return statement.verb() + ": " + answer.count() + " rows changed";
    }
    String count = answer.more() ? "more than " + answer.rows().size() : "" + answer.rows().size();
    return statement.verb() + ": " + count + " rows" + Rows.table(answer.rows());
  }
}
