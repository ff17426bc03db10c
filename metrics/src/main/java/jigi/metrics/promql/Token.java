package jigi.metrics.promql;

/**
 * One word of an expression.
 *
 * @param text as it was written
 */
record Token(Type type, int start, int end, String text) {
  enum Type {
    END,
    IDENTIFIER,
    /** An identifier with a colon, which only a metric name can have. */
    METRIC_IDENTIFIER,
    KEYWORD,
    AGGREGATOR,
    OPERATOR,
    STRING,
    NUMBER,
    DURATION,
    LEFT_PAREN,
    RIGHT_PAREN,
    LEFT_BRACE,
    RIGHT_BRACE,
    LEFT_BRACKET,
    RIGHT_BRACKET,
    COMMA,
    COLON,
    AT,
    /** {@code = != =~ !~}, where a label is matched. */
    MATCH
  }

  Position position() {
    return new Position(start, end);
  }

  boolean is(Type wanted, String word) {
    return type == wanted && text.equalsIgnoreCase(word);
  }

  boolean isKeyword(String word) {
    return is(Type.KEYWORD, word);
  }

  /** How an error message names it. */
  String describe() {
    return switch (type) {
      case END -> "end of input";
      case IDENTIFIER -> "identifier " + Text.quote(text);
      case METRIC_IDENTIFIER -> "metric identifier " + Text.quote(text);
      case STRING -> "string " + shortened();
      case NUMBER -> "number " + shortened();
      case DURATION -> "duration " + shortened();
      case KEYWORD -> "<" + text + ">";
      case AGGREGATOR -> "<aggr:" + text + ">";
      case OPERATOR, MATCH -> text.equals("=") ? "\"=\"" : "<op:" + text + ">";
      case LEFT_PAREN,
          RIGHT_PAREN,
          LEFT_BRACE,
          RIGHT_BRACE,
          LEFT_BRACKET,
          RIGHT_BRACKET,
          COMMA,
          COLON,
          AT ->
          Text.quote(text);
    };
  }

  private String shortened() {
    return text.length() > 10 ? Text.quote(text.substring(0, 10)) + "..." : Text.quote(text);
  }
}
