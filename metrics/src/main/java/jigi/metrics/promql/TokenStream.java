package jigi.metrics.promql;

import jigi.metrics.promql.Token.Type;

/** The words of one expression with one word of look-ahead. */
final class TokenStream {
  private final String text;
  private final Lexer lexer;
  private Token current;
  private int lastEnd;

  TokenStream(String text) {
    this.text = text;
    this.lexer = new Lexer(text);
    this.current = lexer.next();
  }

  Token peek() {
    return current;
  }

  /** The end of the word that was read last. */
  int lastEnd() {
    return lastEnd;
  }

  Token take() {
    Token token = current;
    lastEnd = token.end();
    if (token.type() != Type.END) {
      current = lexer.next();
    }
    return token;
  }

  boolean at(Type type) {
    return current.type() == type;
  }

  boolean accept(Type type) {
    if (at(type)) {
      take();
      return true;
    }
    return false;
  }

  boolean acceptKeyword(String word) {
    if (current.isKeyword(word)) {
      take();
      return true;
    }
    return false;
  }

  Token expect(Type type, String context, String expected) {
    if (!at(type)) {
      throw unexpected(context, expected);
    }
    return take();
  }

  PromQlException unexpected(String context, String expected) {
    return error(
        current.position(),
        "unexpected "
            + current.describe()
            + (context.isEmpty() ? "" : " in " + context)
            + (expected.isEmpty() ? "" : ", expected " + expected));
  }

  PromQlException error(Position position, String message) {
    return PromQlException.parse(text, position, message);
  }

  /** The value of a string literal. */
  String unquote(Token token) {
    try {
      return Numbers.unquote(token.text());
    } catch (IllegalArgumentException e) {
      throw error(token.position(), String.valueOf(e.getMessage()));
    }
  }

  /** The value of a number or a duration, the latter in seconds. */
  double value(Token token) {
    if (token.type() == Type.DURATION) {
      Long millis = Durations.parseMillis(token.text());
      if (millis == null) {
        throw error(token.position(), "not a valid duration string: " + Text.quote(token.text()));
      }
      return millis / 1000.0;
    }
    Double value = Numbers.parse(token.text());
    boolean written = token.text().chars().anyMatch(Text::isDigit);
    if (written && value != null && Double.isInfinite(value)) {
      throw error(
          token.position(),
          "error parsing number: strconv.ParseFloat: parsing "
              + Text.quote(token.text())
              + ": value out of range");
    }
    if (value == null) {
      throw error(token.position(), "error parsing number: " + Text.quote(token.text()));
    }
    return value;
  }
}
