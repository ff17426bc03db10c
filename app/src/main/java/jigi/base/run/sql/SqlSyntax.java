package jigi.base.run.sql;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import jigi.base.config.Place;
import jigi.base.config.Problems;
import jigi.base.run.Comparison;
import jigi.base.run.StepPart;
import jigi.base.run.StepReference;
import jigi.base.run.StepSyntax;

/** {@code ```sql look connection=main rows=1}. */
public class SqlSyntax implements StepSyntax {
  static final String CONNECTION = "connection";
  static final String ROWS = "rows";
  static final String TRANSACTION = "transaction";

  /** What the step itself does: a transaction of one's own within it would undo its promises. */
  private static final Set<String> OWN =
      Set.of("BEGIN", "START", "COMMIT", "ROLLBACK", "SAVEPOINT", "RELEASE", "END", "ABORT");

  @Override
  public final String language() {
    return "sql";
  }

  @Override
  public final Set<String> attributes() {
    return Set.of(CONNECTION, ROWS, TRANSACTION);
  }

  @Override
  public final boolean roled() {
    return true;
  }

  @Override
  public final Map<String, StepReference> references() {
    return Map.of(CONNECTION, StepReference.SQL_CONNECTION);
  }

  @Override
  public final Class<?> beside() {
    return SqlSyntax.class;
  }

  @Override
  public final Map<String, Integer> parameters(StepPart part) {
    Map<String, Integer> all = new TreeMap<>();
    for (SqlText.Statement statement : SqlText.parse(part.source()).statements()) {
      statement.names().forEach(name -> all.putIfAbsent(name.name(), name.line()));
    }
    return all;
  }

  @Override
  public final void check(StepPart part, Place place, Problems problems) {
    if (!part.attributes().containsKey(CONNECTION)) {
      problems.error(
          place,
          "missing-attribute",
          "an sql block names no connection",
          "write ```sql look connection=name-of-the-connection");
    }
    String rows = part.attributes().get(ROWS);
    if (rows != null && Comparison.read(rows) == null) {
      problems.error(
          place, "bad-value", "not a number of rows ('" + rows + "')", "write rows=\">= 1\"");
    }
    String transaction = part.attributes().get(TRANSACTION);
    if (transaction != null && !transaction.equals("none")) {
      problems.error(
          place,
          "bad-value",
          "not a value for transaction ('" + transaction + "')",
          "write transaction=none, or leave it out");
    }
    SqlText.Parsed parsed = SqlText.parse(part.source());
    for (SqlText.Fault fault : parsed.faults()) {
      problems.error(at(place, fault.line()), fault.code(), fault.what(), fault.hint());
    }
    if (parsed.statements().isEmpty()) {
      problems.error(place, "empty-block", "the block holds no statement", "write one");
    }
    for (SqlText.Statement statement : parsed.statements()) {
      if (OWN.contains(statement.verb())) {
        problems.error(
            at(place, statement.line()),
            "own-transaction",
            "the step makes its own transaction ('" + statement.verb() + "')",
            "take the statement away; transaction=none for what cannot run in one");
      }
    }
  }

  private static Place at(Place place, int line) {
    return new Place(place.file(), place.line() + 1 + line, 1);
  }
}
