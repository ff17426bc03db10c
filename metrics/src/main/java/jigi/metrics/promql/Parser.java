package jigi.metrics.promql;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import jigi.metrics.promql.Token.Type;
import org.jspecify.annotations.Nullable;

/** A recursive-descent parser with precedence climbing for binary operators. */
final class Parser {
  /** Deeper expressions would overflow the stack of whoever walks them. */
  static final int MAX_DEPTH = 250;

  private final TokenStream tokens;
  private final SelectorParser selectors;
  private final DurationParser durations;
  private final MatchingParser matching;
  private int depth;

  private Parser(String text) {
    this.tokens = new TokenStream(text);
    this.selectors = new SelectorParser(tokens);
    this.durations = new DurationParser(tokens);
    this.matching = new MatchingParser(tokens);
  }

  static Expr parse(String text) {
    Parser parser = new Parser(text);
    if (parser.tokens.at(Type.END)) {
      throw parser.tokens.error(new Position(0, 0), "no expression found in input");
    }
    Expr expr = parser.expression(0);
    if (!parser.tokens.at(Type.END)) {
      throw parser.tokens.unexpected("", "");
    }
    new TypeChecker(text).check(expr);
    return expr;
  }

  private Expr expression(int minimum) {
    enter();
    int entered = depth;
    Expr left = unary();
    while (true) {
      BinaryOp op = operator(tokens.peek());
      if (op == null || op.precedence() < minimum) {
        depth = entered - 1;
        return left;
      }
      enter();
      tokens.take();
      MatchingParser.Modifiers modifiers = matching.modifiers();
      Expr right = expression(op == BinaryOp.POWER ? op.precedence() : op.precedence() + 1);
      left = binary(op, modifiers, left, right);
    }
  }

  private void enter() {
    if (++depth > MAX_DEPTH) {
      throw tokens.error(tokens.peek().position(), "expression is nested too deeply");
    }
  }

  private static @Nullable BinaryOp operator(Token token) {
    if (token.type() == Type.OPERATOR) {
      String word = token.text().toLowerCase(Locale.ROOT);
      for (BinaryOp op : BinaryOp.values()) {
        if (op.text().equals(word)) {
          return op;
        }
      }
    }
    return null;
  }

  private static Expr binary(
      BinaryOp op, MatchingParser.Modifiers modifiers, Expr left, Expr right) {
    VectorMatching how = modifiers.matching();
    if (op.isSet() && how.cardinality() == VectorMatching.Cardinality.ONE_TO_ONE) {
      how = how.manyToMany();
    }
    Position position = left.position().to(right.position());
    return new Expr.Binary(op, modifiers.bool(), left, right, how, position);
  }

  /** A sign binds like multiplication: {@code -2^2} is minus four. */
  private Expr unary() {
    Token sign = tokens.peek();
    if (sign.type() != Type.OPERATOR || !(sign.text().equals("+") || sign.text().equals("-"))) {
      return postfix(primary());
    }
    tokens.take();
    boolean negative = sign.text().equals("-");
    Expr operand = expression(BinaryOp.POWER.precedence());
    Position position = sign.position().to(operand.position());
    if (operand instanceof Expr.NumberLiteral number) {
      double value = negative ? -number.value() : number.value();
      return new Expr.NumberLiteral(value, number.withUnit(), position);
    }
    return new Expr.Unary(negative, operand, position);
  }

  private Expr primary() {
    Token token = tokens.peek();
    return switch (token.type()) {
      case NUMBER, DURATION -> {
        tokens.take();
        yield new Expr.NumberLiteral(
            tokens.value(token), token.type() == Type.DURATION, token.position());
      }
      case STRING -> {
        tokens.take();
        yield new Expr.StringLiteral(tokens.unquote(token), token.position());
      }
      case LEFT_PAREN -> paren();
      case LEFT_BRACE -> selectors.unnamed();
      case IDENTIFIER, METRIC_IDENTIFIER, KEYWORD, AGGREGATOR, OPERATOR -> word();
      case END, RIGHT_PAREN, RIGHT_BRACE, LEFT_BRACKET, RIGHT_BRACKET, COMMA, COLON, AT, MATCH ->
          throw tokens.unexpected("", "");
    };
  }

  private Expr paren() {
    Token open = tokens.take();
    Expr inner = expression(0);
    tokens.expect(Type.RIGHT_PAREN, "", "");
    return new Expr.Paren(inner, new Position(open.start(), tokens.lastEnd()));
  }

  private Expr word() {
    Token token = tokens.peek();
    if (!canBeMetric(token)) {
      throw tokens.unexpected("", "");
    }
    tokens.take();
    if (token.type() == Type.AGGREGATOR
        && (tokens.at(Type.LEFT_PAREN)
            || tokens.peek().isKeyword("by")
            || tokens.peek().isKeyword("without"))) {
      return aggregate(token);
    }
    if (tokens.at(Type.LEFT_PAREN) && canBeFunction(token)) {
      return call(token);
    }
    return selectors.named(token);
  }

  private static boolean canBeMetric(Token token) {
    return switch (token.type()) {
      case IDENTIFIER, METRIC_IDENTIFIER, AGGREGATOR -> true;
      case OPERATOR ->
          token.is(Type.OPERATOR, "and")
              || token.is(Type.OPERATOR, "or")
              || token.is(Type.OPERATOR, "unless");
      case KEYWORD ->
          !token.isKeyword("on")
              && !token.isKeyword("ignoring")
              && !token.isKeyword("group_left")
              && !token.isKeyword("group_right")
              && !token.isKeyword("bool");
      default -> false;
    };
  }

  private static boolean canBeFunction(Token token) {
    return token.type() == Type.IDENTIFIER
        || token.isKeyword("start")
        || token.isKeyword("end")
        || token.isKeyword("step")
        || token.isKeyword("range")
        || token.isKeyword("min_of")
        || token.isKeyword("max_of");
  }

  private Expr call(Token name) {
    Function function = Function.named(name.text());
    if (function == null) {
      throw tokens.error(name.position(), "unknown function with name " + Text.quote(name.text()));
    }
    List<Expr> arguments = arguments();
    return new Expr.Call(function, arguments, new Position(name.start(), tokens.lastEnd()));
  }

  private List<Expr> arguments() {
    tokens.expect(Type.LEFT_PAREN, "", "\"(\"");
    List<Expr> arguments = new ArrayList<>();
    while (!tokens.accept(Type.RIGHT_PAREN)) {
      arguments.add(expression(0));
      Token separator = tokens.peek();
      if (tokens.accept(Type.COMMA)) {
        if (tokens.at(Type.RIGHT_PAREN)) {
          throw tokens.error(
              separator.position(), "trailing commas not allowed in function call args");
        }
      } else if (!tokens.at(Type.RIGHT_PAREN)) {
        throw tokens.unexpected("", "");
      }
    }
    return List.copyOf(arguments);
  }

  private Expr aggregate(Token name) {
    AggregateOp op = AggregateOp.valueOf(name.text().toUpperCase(Locale.ROOT));
    Boolean without = groupingKeyword();
    List<String> grouping = without == null ? List.of() : matching.labels();
    if (!tokens.at(Type.LEFT_PAREN)) {
      throw tokens.unexpected("aggregation", "");
    }
    List<Expr> arguments = arguments();
    if (without == null) {
      without = groupingKeyword();
      grouping = without == null ? grouping : matching.labels();
    }
    Position position = new Position(name.start(), tokens.lastEnd());
    int wanted = op.hasParameter() ? 2 : 1;
    if (arguments.isEmpty()) {
      throw tokens.error(position, "no arguments for aggregate expression provided");
    }
    if (arguments.size() != wanted) {
      throw tokens.error(
          position,
          "wrong number of arguments for aggregate expression provided, expected "
              + wanted
              + ", got "
              + arguments.size());
    }
    Expr parameter = op.hasParameter() ? arguments.getFirst() : null;
    return new Expr.Aggregate(
        op, without != null && without, grouping, parameter, arguments.getLast(), position);
  }

  private @Nullable Boolean groupingKeyword() {
    if (tokens.acceptKeyword("by")) {
      return false;
    }
    return tokens.acceptKeyword("without") ? Boolean.TRUE : null;
  }

  private Expr postfix(Expr start) {
    Expr expr = start;
    while (true) {
      if (tokens.at(Type.LEFT_BRACKET)) {
        expr = bracket(expr);
      } else if (tokens.acceptKeyword("offset")) {
        expr = Modifiers.offset(expr, durations.offset(), tokens);
      } else if (tokens.accept(Type.AT)) {
        expr = Modifiers.at(expr, at(expr), tokens);
      } else if (tokens.acceptKeyword("anchored")) {
        expr = Modifiers.extend(expr, Expr.Extension.ANCHORED, tokens);
      } else if (tokens.acceptKeyword("smoothed")) {
        expr = Modifiers.extend(expr, Expr.Extension.SMOOTHED, tokens);
      } else {
        return expr;
      }
      enter();
    }
  }

  private TimeShift.At at(Expr expr) {
    Token token = tokens.peek();
    if (token.isKeyword("start") || token.isKeyword("end")) {
      tokens.take();
      tokens.expect(Type.LEFT_PAREN, "@", "timestamp");
      tokens.expect(Type.RIGHT_PAREN, "@", "timestamp");
      return token.isKeyword("start") ? new TimeShift.At.Start() : new TimeShift.At.End();
    }
    boolean negative = token.type() == Type.OPERATOR && token.text().equals("-");
    if (negative || (token.type() == Type.OPERATOR && token.text().equals("+"))) {
      tokens.take();
    }
    if (!tokens.at(Type.NUMBER) && !tokens.at(Type.DURATION)) {
      throw tokens.unexpected("@", "timestamp");
    }
    double seconds = tokens.value(tokens.take()) * (negative ? -1 : 1);
    if (!(Math.abs(seconds) < Long.MAX_VALUE / 1000.0)) {
      throw tokens.error(
          expr.position(), "timestamp out of bounds for @ modifier: " + Text.fixed(seconds));
    }
    return new TimeShift.At.Timestamp(Math.round(seconds * 1000));
  }

  private Expr bracket(Expr expr) {
    Token open = tokens.take();
    DurationExpr range =
        durations.positive("subquery or range selector", "number, duration, step(), or range()");
    if (tokens.accept(Type.COLON)) {
      DurationExpr step = null;
      if (!tokens.at(Type.RIGHT_BRACKET)) {
        step =
            durations.positive("subquery selector", "number, duration, step(), range(), or \"]\"");
      }
      tokens.expect(Type.RIGHT_BRACKET, "subquery selector", "\"]\"");
      Position position = new Position(expr.position().start(), tokens.lastEnd());
      return new Expr.Subquery(expr, range, step, TimeShift.NONE, position);
    }
    tokens.expect(Type.RIGHT_BRACKET, "subquery or range", "\":\" or \"]\"");
    Position brackets = new Position(open.start(), tokens.lastEnd());
    if (!(expr instanceof Expr.VectorSelector selector)) {
      throw tokens.error(brackets, "ranges only allowed for vector selectors");
    }
    if (selector.shift().offset() != null) {
      throw tokens.error(brackets, "no offset modifiers allowed before range");
    }
    if (selector.shift().at() != null) {
      throw tokens.error(brackets, "no @ modifiers allowed before range");
    }
    Position position = new Position(expr.position().start(), tokens.lastEnd());
    return new Expr.MatrixSelector(selector, range, position);
  }
}
