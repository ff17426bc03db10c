package jigi.metrics.promql;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import jigi.metrics.model.Labels;
import jigi.metrics.model.Matcher;

/** Reads expressions and answers what they read. */
public final class PromQl {
  private PromQl() {}

  /**
   * Parses an expression of Prometheus 3, its experimental parts included.
   *
   * @throws PromQlException of kind PARSE, with {@code line:column} in the message
   */
  public static Expr parse(String text) {
    return Parser.parse(text);
  }

  /** Every selector of the expression, in order of the text. */
  public static List<Expr.VectorSelector> selectors(Expr expr) {
    List<Expr.VectorSelector> found = new ArrayList<>();
    collect(expr, found);
    return List.copyOf(found);
  }

  private static void collect(Expr expr, List<Expr.VectorSelector> found) {
    switch (expr) {
      case Expr.NumberLiteral ignored -> {}
      case Expr.StringLiteral ignored -> {}
      case Expr.Paren paren -> collect(paren.inner(), found);
      case Expr.Unary unary -> collect(unary.operand(), found);
      case Expr.Binary binary -> {
        collect(binary.left(), found);
        collect(binary.right(), found);
      }
      case Expr.Aggregate aggregate -> {
        if (aggregate.parameter() != null) {
          collect(aggregate.parameter(), found);
        }
        collect(aggregate.operand(), found);
      }
      case Expr.Call call -> call.arguments().forEach(argument -> collect(argument, found));
      case Expr.VectorSelector selector -> found.add(selector);
      case Expr.MatrixSelector matrix -> found.add(matrix.selector());
      case Expr.Subquery subquery -> collect(subquery.operand(), found);
    }
  }

  /** The metric names that the expression names exactly; a selector by pattern adds none. */
  public static SortedSet<String> metricNames(Expr expr) {
    SortedSet<String> names = new TreeSet<>();
    for (Expr.VectorSelector selector : selectors(expr)) {
      for (Matcher matcher : selector.matchers()) {
        if (matcher.name().equals(Labels.METRIC_NAME)
            && matcher.op() == Matcher.Op.EQUAL
            && !matcher.value().isEmpty()) {
          names.add(matcher.value());
        }
      }
    }
    return names;
  }

  /**
   * The same expression with one more condition in every selector. A selector that already has a
   * condition on that label stays as it is, and so does the second argument of {@code info}, where
   * a condition would also say which labels to copy.
   */
  public static Expr withMatcher(Expr expr, Matcher matcher) {
    return switch (expr) {
      case Expr.NumberLiteral number -> number;
      case Expr.StringLiteral string -> string;
      case Expr.Paren paren ->
          new Expr.Paren(withMatcher(paren.inner(), matcher), paren.position());
      case Expr.Unary unary ->
          new Expr.Unary(unary.negative(), withMatcher(unary.operand(), matcher), unary.position());
      case Expr.Binary binary ->
          new Expr.Binary(
              binary.op(),
              binary.bool(),
              withMatcher(binary.left(), matcher),
              withMatcher(binary.right(), matcher),
              binary.matching(),
              binary.position());
      case Expr.Aggregate aggregate ->
          new Expr.Aggregate(
              aggregate.op(),
              aggregate.without(),
              aggregate.grouping(),
              aggregate.parameter() == null ? null : withMatcher(aggregate.parameter(), matcher),
              withMatcher(aggregate.operand(), matcher),
              aggregate.position());
      case Expr.Call call ->
          new Expr.Call(call.function(), arguments(call, matcher), call.position());
      case Expr.VectorSelector selector -> selector(selector, matcher);
      case Expr.MatrixSelector matrix ->
          new Expr.MatrixSelector(
              selector(matrix.selector(), matcher), matrix.range(), matrix.position());
      case Expr.Subquery subquery ->
          new Expr.Subquery(
              withMatcher(subquery.operand(), matcher),
              subquery.range(),
              subquery.step(),
              subquery.shift(),
              subquery.position());
    };
  }

  private static List<Expr> arguments(Expr.Call call, Matcher matcher) {
    List<Expr> arguments = new ArrayList<>(call.arguments());
    int count = call.function() == Function.INFO ? 1 : arguments.size();
    for (int i = 0; i < count; i++) {
      arguments.set(i, withMatcher(arguments.get(i), matcher));
    }
    return List.copyOf(arguments);
  }

  private static Expr.VectorSelector selector(Expr.VectorSelector selector, Matcher matcher) {
    for (Matcher existing : selector.matchers()) {
      if (existing.name().equals(matcher.name())) {
        return selector;
      }
    }
    List<Matcher> matchers = new ArrayList<>(selector.matchers());
    matchers.add(matcher);
    return new Expr.VectorSelector(
        selector.name(),
        List.copyOf(matchers),
        selector.shift(),
        selector.extension(),
        selector.position());
  }
}
