package jigi.metrics.promql;

/**
 * Binary operators; a higher precedence binds tighter.
 *
 * <p>The two trim operators act on native histograms only.
 */
public enum BinaryOp {
  OR("or", 1, Group.SET),
  AND("and", 2, Group.SET),
  UNLESS("unless", 2, Group.SET),
  EQUAL("==", 3, Group.COMPARISON),
  NOT_EQUAL("!=", 3, Group.COMPARISON),
  GREATER(">", 3, Group.COMPARISON),
  GREATER_EQUAL(">=", 3, Group.COMPARISON),
  LESS("<", 3, Group.COMPARISON),
  LESS_EQUAL("<=", 3, Group.COMPARISON),
  TRIM_UPPER("</", 3, Group.TRIM),
  TRIM_LOWER(">/", 3, Group.TRIM),
  ADD("+", 4, Group.ARITHMETIC),
  SUBTRACT("-", 4, Group.ARITHMETIC),
  MULTIPLY("*", 5, Group.ARITHMETIC),
  DIVIDE("/", 5, Group.ARITHMETIC),
  MODULO("%", 5, Group.ARITHMETIC),
  ATAN2("atan2", 5, Group.ARITHMETIC),
  POWER("^", 6, Group.ARITHMETIC);

  private enum Group {
    SET,
    COMPARISON,
    ARITHMETIC,
    TRIM
  }

  private final String text;
  private final int precedence;
  private final Group group;

  BinaryOp(String text, int precedence, Group group) {
    this.text = text;
    this.precedence = precedence;
    this.group = group;
  }

  public String text() {
    return text;
  }

  int precedence() {
    return precedence;
  }

  public boolean isComparison() {
    return group == Group.COMPARISON;
  }

  public boolean isSet() {
    return group == Group.SET;
  }

  /** Whether the result measures something else than its left operand, so that the name goes. */
  boolean changesMeaning() {
    return group == Group.ARITHMETIC;
  }

  /** The value of an arithmetic operator; a comparison gives 1 or 0. */
  double apply(double left, double right) {
    return switch (this) {
      case ADD -> left + right;
      case SUBTRACT -> left - right;
      case MULTIPLY -> left * right;
      case DIVIDE -> left / right;
      case MODULO -> left % right;
      case POWER -> power(left, right);
      case ATAN2 -> Math.atan2(left, right);
      case EQUAL, NOT_EQUAL, GREATER, GREATER_EQUAL, LESS, LESS_EQUAL -> holds(left, right) ? 1 : 0;
      case OR, AND, UNLESS, TRIM_UPPER, TRIM_LOWER ->
          throw new IllegalStateException("no float operator: " + text);
    };
  }

  boolean holds(double left, double right) {
    return switch (this) {
      case EQUAL -> left == right;
      case NOT_EQUAL -> left != right;
      case GREATER -> left > right;
      case GREATER_EQUAL -> left >= right;
      case LESS -> left < right;
      case LESS_EQUAL -> left <= right;
      case OR, AND, UNLESS, TRIM_UPPER, TRIM_LOWER -> throw new IllegalStateException(text);
      case ADD, SUBTRACT, MULTIPLY, DIVIDE, MODULO, POWER, ATAN2 ->
          throw new IllegalStateException(text);
    };
  }

  /** IEEE 754-2008 pow as Go has it: 1 to any power and -1 to an infinite one are 1. */
  private static double power(double left, double right) {
    if (left == 1 || (left == -1 && Double.isInfinite(right))) {
      return 1;
    }
    return Math.pow(left, right);
  }
}
