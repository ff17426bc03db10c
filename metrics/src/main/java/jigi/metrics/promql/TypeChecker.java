package jigi.metrics.promql;

import java.util.List;
import java.util.Locale;
import jigi.metrics.model.Labels;
import jigi.metrics.model.Matcher;
import jigi.metrics.promql.VectorMatching.Cardinality;

/** Finds what the grammar allows but no query can mean. */
final class TypeChecker {
  private final String text;

  TypeChecker(String text) {
    this.text = text;
  }

  void check(Expr expr) {
    switch (expr) {
      case Expr.NumberLiteral ignored -> {}
      case Expr.StringLiteral ignored -> {}
      case Expr.Paren paren -> check(paren.inner());
      case Expr.Unary unary -> checkUnary(unary);
      case Expr.Binary binary -> checkBinary(binary);
      case Expr.Aggregate aggregate -> checkAggregate(aggregate);
      case Expr.Call call -> checkCall(call);
      case Expr.VectorSelector selector -> checkSelector(selector);
      case Expr.MatrixSelector matrix -> checkSelector(matrix.selector());
      case Expr.Subquery subquery -> {
        check(subquery.operand());
        if (subquery.operand().type() != ValueType.VECTOR) {
          throw error(
              subquery.position(),
              "subquery is only allowed on instant vector, got "
                  + subquery.operand().type().name().toLowerCase(Locale.ROOT)
                  + " instead");
        }
      }
    }
  }

  private PromQlException error(Position position, String message) {
    return PromQlException.parse(text, position, message);
  }

  private void expect(Expr expr, ValueType wanted, String context) {
    check(expr);
    if (expr.type() != wanted) {
      throw error(
          expr.position(),
          "expected type " + wanted.text() + " in " + context + ", got " + expr.type().text());
    }
  }

  private void checkUnary(Expr.Unary unary) {
    check(unary.operand());
    ValueType type = unary.operand().type();
    if (type != ValueType.SCALAR && type != ValueType.VECTOR) {
      throw error(
          unary.position(),
          "unary expression only allowed on expressions of type scalar or instant vector, got "
              + Text.quote(type.text()));
    }
  }

  private void checkAggregate(Expr.Aggregate aggregate) {
    expect(aggregate.operand(), ValueType.VECTOR, "aggregation expression");
    if (aggregate.parameter() != null) {
      expect(
          aggregate.parameter(),
          aggregate.op() == AggregateOp.COUNT_VALUES ? ValueType.STRING : ValueType.SCALAR,
          "aggregation parameter");
    }
  }

  private void checkBinary(Expr.Binary binary) {
    check(binary.left());
    check(binary.right());
    ValueType left = binary.left().type();
    ValueType right = binary.right().type();
    Position operator =
        new Position(binary.left().position().end(), binary.right().position().start());
    if (binary.bool() && !binary.op().isComparison()) {
      throw error(trimmed(operator), "bool modifier can only be used on comparison operators");
    }
    if (binary.op().isComparison()
        && !binary.bool()
        && left == ValueType.SCALAR
        && right == ValueType.SCALAR) {
      throw error(trimmed(operator), "comparisons between scalars must use BOOL modifier");
    }
    checkOperand(binary.left());
    checkOperand(binary.right());
    VectorMatching matching =
        binary.matching() == null ? VectorMatching.DEFAULT : binary.matching();
    for (String label : matching.labels()) {
      if (matching.on() && matching.include().contains(label)) {
        throw error(
            trimmed(operator),
            "label " + Text.quote(label) + " must not occur in ON and GROUP clause at once");
      }
    }
    if (left != ValueType.VECTOR || right != ValueType.VECTOR) {
      checkWithScalar(binary, matching);
    } else if (binary.op().isSet()) {
      checkSet(binary, matching);
    }
  }

  private void checkOperand(Expr operand) {
    if (operand.type() != ValueType.SCALAR && operand.type() != ValueType.VECTOR) {
      throw error(
          operand.position(),
          "binary expression must contain only scalar and instant vector types");
    }
  }

  private void checkWithScalar(Expr.Binary binary, VectorMatching matching) {
    if (!matching.labels().isEmpty()) {
      throw error(binary.position(), "vector matching only allowed between instant vectors");
    }
    if (matching.fillLeft() != null || matching.fillRight() != null) {
      throw error(
          binary.position(), "filling in missing series only allowed between instant vectors");
    }
    if (binary.op().isSet()) {
      throw error(
          binary.position(),
          "set operator "
              + Text.quote(binary.op().text())
              + " not allowed in binary scalar expression");
    }
  }

  private void checkSet(Expr.Binary binary, VectorMatching matching) {
    if (matching.cardinality() != Cardinality.MANY_TO_MANY) {
      throw error(
          binary.position(),
          "no grouping allowed for " + Text.quote(binary.op().text()) + " operation");
    }
    if (matching.fillLeft() != null || matching.fillRight() != null) {
      throw error(binary.position(), "filling in missing series not allowed for set operators");
    }
  }

  private Position trimmed(Position range) {
    int start = range.start();
    while (start < range.end() && Text.isSpace(text.charAt(start))) {
      start++;
    }
    return new Position(start, range.end());
  }

  private void checkCall(Expr.Call call) {
    Function function = call.function();
    List<Expr> arguments = call.arguments();
    int declared = function.arguments().size();
    int least = function.variadic() == 0 ? declared : declared - 1;
    int most = function.variadic() < 0 ? Integer.MAX_VALUE : least + function.variadic();
    if (arguments.size() < least || arguments.size() > most) {
      String bound = least == most ? "" : arguments.size() < least ? "at least " : "at most ";
      throw error(
          call.position(),
          String.format(
              "expected %s%d argument(s) in call to %s, got %d",
              bound,
              arguments.size() < least ? least : most,
              Text.quote(function.text()),
              arguments.size()));
    }
    if (function == Function.INFO && arguments.size() > 1) {
      checkInfoSelector(arguments.get(1));
      expect(arguments.getFirst(), ValueType.VECTOR, "call to function \"info\"");
      return;
    }
    for (int i = 0; i < arguments.size(); i++) {
      expect(
          arguments.get(i),
          function.arguments().get(Math.min(i, declared - 1)),
          "call to function " + Text.quote(function.text()));
    }
  }

  private void checkInfoSelector(Expr argument) {
    if (!(argument instanceof Expr.VectorSelector selector)) {
      throw error(argument.position(), "expected label selectors only");
    }
    if (selector.name() != null && text.charAt(selector.position().start()) != '{') {
      throw error(
          argument.position(), "expected label selectors only, got vector selector instead");
    }
  }

  private void checkSelector(Expr.VectorSelector selector) {
    for (Matcher matcher : selector.matchers()) {
      if (!matcher.matches("")
          || (selector.name() != null && matcher.name().equals(Labels.METRIC_NAME))) {
        return;
      }
    }
    throw error(selector.position(), "vector selector must contain at least one non-empty matcher");
  }
}
