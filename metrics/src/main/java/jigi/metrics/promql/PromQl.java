package jigi.metrics.promql;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
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

  /** The expression as its {@code toString()}, over several indented lines where it is long. */
  public static String spread(Expr expr) {
    return Printer.spread(expr);
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
      case Expr.Call call -> written(call).forEach(argument -> collect(argument, found));
      case Expr.VectorSelector selector -> found.add(selector);
      case Expr.MatrixSelector matrix -> found.add(matrix.selector());
      case Expr.Subquery subquery -> collect(subquery.operand(), found);
    }
  }

  /** The arguments that stand in the text: not the restriction of {@code info}. */
  static List<Expr> written(Expr.Call call) {
    if (call.function() != Function.INFO || call.arguments().size() < 3) {
      return call.arguments();
    }
    boolean second =
        call.arguments().get(1) instanceof Expr.VectorSelector data && !data.matchers().isEmpty();
    return call.arguments().subList(0, second ? 2 : 1);
  }

  /** Whether the expression has a restriction that its text does not show. */
  public static boolean restrictsInfo(Expr expr) {
    return switch (expr) {
      case Expr.NumberLiteral ignored -> false;
      case Expr.StringLiteral ignored -> false;
      case Expr.VectorSelector ignored -> false;
      case Expr.MatrixSelector ignored -> false;
      case Expr.Paren paren -> restrictsInfo(paren.inner());
      case Expr.Unary unary -> restrictsInfo(unary.operand());
      case Expr.Binary binary -> restrictsInfo(binary.left()) || restrictsInfo(binary.right());
      case Expr.Aggregate aggregate ->
          restrictsInfo(aggregate.operand())
              || (aggregate.parameter() != null && restrictsInfo(aggregate.parameter()));
      case Expr.Call call ->
          written(call) != call.arguments()
              || call.arguments().stream().anyMatch(PromQl::restrictsInfo);
      case Expr.Subquery subquery -> restrictsInfo(subquery.operand());
    };
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
   * The same expression with one more condition in every selector that has none on that label yet:
   * for authors who may name another value. What {@code info} reads gets the condition too.
   */
  public static Expr withMatcher(Expr expr, Matcher matcher) {
    return mapSelectors(
        expr,
        matchers ->
            matchers.stream().anyMatch(own -> own.name().equals(matcher.name()))
                ? matchers
                : and(matchers, matcher));
  }

  /**
   * The same expression with one more condition in every selector, whatever conditions it has: it
   * reads nothing that does not match, and neither does {@code info}.
   */
  public static Expr confined(Expr expr, Matcher matcher) {
    return mapSelectors(expr, matchers -> and(matchers, matcher));
  }

  private static List<Matcher> and(List<Matcher> matchers, Matcher one) {
    List<Matcher> all = new ArrayList<>(matchers);
    all.add(one);
    return List.copyOf(all);
  }

  /**
   * The same expression with other conditions in its selectors. The second argument of {@code info}
   * also says which labels to copy and therefore stays as it is; what {@code map} makes of no
   * conditions becomes a third argument, which only restricts what is read.
   */
  public static Expr mapSelectors(Expr expr, UnaryOperator<List<Matcher>> map) {
    return switch (expr) {
      case Expr.NumberLiteral number -> number;
      case Expr.StringLiteral string -> string;
      case Expr.Paren paren -> new Expr.Paren(mapSelectors(paren.inner(), map), paren.position());
      case Expr.Unary unary ->
          new Expr.Unary(unary.negative(), mapSelectors(unary.operand(), map), unary.position());
      case Expr.Binary binary ->
          new Expr.Binary(
              binary.op(),
              binary.bool(),
              mapSelectors(binary.left(), map),
              mapSelectors(binary.right(), map),
              binary.matching(),
              binary.position());
      case Expr.Aggregate aggregate ->
          new Expr.Aggregate(
              aggregate.op(),
              aggregate.without(),
              aggregate.grouping(),
              aggregate.parameter() == null ? null : mapSelectors(aggregate.parameter(), map),
              mapSelectors(aggregate.operand(), map),
              aggregate.position());
      case Expr.Call call -> new Expr.Call(call.function(), arguments(call, map), call.position());
      case Expr.VectorSelector selector -> selector(selector, map);
      case Expr.MatrixSelector matrix ->
          new Expr.MatrixSelector(
              selector(matrix.selector(), map), matrix.range(), matrix.position());
      case Expr.Subquery subquery ->
          new Expr.Subquery(
              mapSelectors(subquery.operand(), map),
              subquery.range(),
              subquery.step(),
              subquery.shift(),
              subquery.position());
    };
  }

  private static List<Expr> arguments(Expr.Call call, UnaryOperator<List<Matcher>> map) {
    if (call.function() != Function.INFO) {
      return call.arguments().stream().map(argument -> mapSelectors(argument, map)).toList();
    }
    List<Expr> arguments = new ArrayList<>(call.arguments());
    arguments.set(0, mapSelectors(arguments.getFirst(), map));
    if (arguments.size() == 1) {
      arguments.add(bare(call));
    }
    if (arguments.size() == 2) {
      arguments.add(bare(call));
    }
    arguments.set(2, mapSelectors(arguments.get(2), map));
    return List.copyOf(arguments);
  }

  private static Expr bare(Expr.Call call) {
    return new Expr.VectorSelector(
        null, List.of(), new TimeShift(null, null), Expr.Extension.NONE, call.position());
  }

  private static Expr.VectorSelector selector(
      Expr.VectorSelector selector, UnaryOperator<List<Matcher>> map) {
    return new Expr.VectorSelector(
        selector.name(),
        map.apply(selector.matchers()),
        selector.shift(),
        selector.extension(),
        selector.position());
  }
}
