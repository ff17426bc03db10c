package jigi.metrics.promql;

import jigi.metrics.promql.Token.Type;
import org.jspecify.annotations.Nullable;

/** Reads ranges, steps and offsets. */
final class DurationParser {
  private static final double MAX_SECONDS = Long.MAX_VALUE / 1e9;

  private final TokenStream tokens;
  private int depth;

  DurationParser(TokenStream tokens) {
    this.tokens = tokens;
  }

  /** A range or a step: whatever stands there must be more than nothing. */
  DurationExpr positive(String context, String expected) {
    if (!startsHere()) {
      throw tokens.unexpected(context, expected);
    }
    DurationExpr duration = operation(0);
    if (duration instanceof DurationExpr.Literal literal
        && Durations.toMillis(literal.value()) <= 0) {
      throw tokens.error(literal.position(), "duration must be greater than 0");
    }
    return duration;
  }

  /**
   * An offset: without parentheses only one signed literal or call, so that {@code x offset 5m + y}
   * adds y to x.
   */
  DurationExpr offset() {
    if (!startsHere()) {
      throw tokens.unexpected("offset", "number, duration, step(), or range()");
    }
    return primary();
  }

  private boolean startsHere() {
    Token token = tokens.peek();
    return token.type() == Type.NUMBER
        || token.type() == Type.DURATION
        || token.type() == Type.LEFT_PAREN
        || sign(token) != null
        || token.isKeyword("step")
        || token.isKeyword("range")
        || token.isKeyword("min_of")
        || token.isKeyword("max_of");
  }

  private static @Nullable Boolean sign(Token token) {
    if (token.type() != Type.OPERATOR) {
      return null;
    }
    return token.text().equals("-") ? Boolean.TRUE : token.text().equals("+") ? false : null;
  }

  private DurationExpr operation(int minimum) {
    DurationExpr left = unary();
    while (true) {
      BinaryOp op = operator(tokens.peek());
      if (op == null || op.precedence() < minimum) {
        return left;
      }
      Token token = tokens.take();
      DurationExpr right = operation(op == BinaryOp.POWER ? op.precedence() : op.precedence() + 1);
      if (right instanceof DurationExpr.Literal literal && literal.value() == 0) {
        if (op == BinaryOp.DIVIDE || op == BinaryOp.MODULO) {
          throw tokens.error(
              token.position(), op == BinaryOp.DIVIDE ? "division by zero" : "modulo by zero");
        }
      }
      left = new DurationExpr.Operation(op, left, right, left.position().to(right.position()));
    }
  }

  private static @Nullable BinaryOp operator(Token token) {
    if (token.type() != Type.OPERATOR) {
      return null;
    }
    return switch (token.text()) {
      case "+" -> BinaryOp.ADD;
      case "-" -> BinaryOp.SUBTRACT;
      case "*" -> BinaryOp.MULTIPLY;
      case "/" -> BinaryOp.DIVIDE;
      case "%" -> BinaryOp.MODULO;
      case "^" -> BinaryOp.POWER;
      default -> null;
    };
  }

  /** A sign binds like multiplication: {@code -2^2} is minus four. */
  private DurationExpr unary() {
    Boolean negative = sign(tokens.peek());
    if (negative == null) {
      return primary();
    }
    Token token = tokens.take();
    enter(token);
    DurationExpr operand = operation(BinaryOp.POWER.precedence());
    depth--;
    return negative ? negate(operand, token.position()) : operand;
  }

  private DurationExpr primary() {
    Token token = tokens.take();
    enter(token);
    try {
      Boolean negative = sign(token);
      if (negative != null) {
        DurationExpr operand = primary();
        return negative ? negate(operand, token.position()) : operand;
      }
      return switch (token.type()) {
        case NUMBER, DURATION -> literal(token);
        case LEFT_PAREN -> {
          DurationExpr inner = operation(0);
          tokens.expect(Type.RIGHT_PAREN, "duration expression", "\")\"");
          yield new DurationExpr.Group(inner, new Position(token.start(), tokens.lastEnd()));
        }
        case KEYWORD -> call(token);
        default ->
            throw tokens.error(
                token.position(), "unexpected " + token.describe() + " in duration expression");
      };
    } finally {
      depth--;
    }
  }

  private void enter(Token token) {
    if (++depth > Parser.MAX_DEPTH) {
      throw tokens.error(token.position(), "duration expression is nested too deeply");
    }
  }

  private DurationExpr literal(Token token) {
    double value = tokens.value(token);
    if (!(Math.abs(value) <= MAX_SECONDS)) {
      throw tokens.error(token.position(), "duration out of range");
    }
    return new DurationExpr.Literal(value, token.type() == Type.DURATION, token.position());
  }

  private DurationExpr call(Token token) {
    tokens.expect(Type.LEFT_PAREN, "duration expression", "\"(\"");
    if (token.isKeyword("step") || token.isKeyword("range")) {
      tokens.expect(Type.RIGHT_PAREN, "duration expression", "\")\"");
      Position position = new Position(token.start(), tokens.lastEnd());
      return token.isKeyword("step")
          ? new DurationExpr.Step(position)
          : new DurationExpr.Range(position);
    }
    if (!token.isKeyword("min_of") && !token.isKeyword("max_of")) {
      throw tokens.error(
          token.position(), "unexpected " + token.describe() + " in duration expression");
    }
    DurationExpr left = operation(0);
    tokens.expect(Type.COMMA, "duration expression", "\",\"");
    DurationExpr right = operation(0);
    tokens.expect(Type.RIGHT_PAREN, "duration expression", "\")\"");
    Position position = new Position(token.start(), tokens.lastEnd());
    return new DurationExpr.Extreme(token.isKeyword("max_of"), left, right, position);
  }

  private static DurationExpr negate(DurationExpr operand, Position sign) {
    Position position = sign.to(operand.position());
    return operand instanceof DurationExpr.Literal literal
        ? new DurationExpr.Literal(-literal.value(), literal.withUnit(), position)
        : new DurationExpr.Negation(operand, position);
  }
}
