package jigi.metrics.promql;

import java.util.Locale;
import java.util.Set;
import jigi.metrics.promql.Token.Type;

/** Cuts an expression into words. Inside braces every word is a name, inside brackets a colon. */
final class Lexer {
  private static final Set<String> AGGREGATORS =
      Set.of(
          "sum",
          "avg",
          "count",
          "min",
          "max",
          "group",
          "stddev",
          "stdvar",
          "topk",
          "bottomk",
          "count_values",
          "quantile",
          "limitk",
          "limit_ratio");
  private static final Set<String> OPERATORS = Set.of("and", "or", "unless", "atan2");
  private static final Set<String> KEYWORDS =
      Set.of(
          "offset",
          "smoothed",
          "anchored",
          "by",
          "without",
          "on",
          "ignoring",
          "group_left",
          "group_right",
          "fill",
          "fill_left",
          "fill_right",
          "bool",
          "start",
          "end",
          "step",
          "range",
          "max_of",
          "min_of");

  private final String input;
  private int position;
  private int start;
  private int parens;
  private boolean braces;
  private boolean brackets;

  Lexer(String input) {
    this.input = input;
  }

  Token next() {
    skipBlanks();
    start = position;
    if (position >= input.length()) {
      return end();
    }
    int c = input.codePointAt(position);
    if (c == '"' || c == '\'' || c == '`') {
      return string((char) c);
    }
    return braces ? insideBraces(c) : outsideBraces(c);
  }

  private void skipBlanks() {
    while (position < input.length()) {
      char c = input.charAt(position);
      if (c == '#') {
        while (position < input.length()
            && input.charAt(position) != '\n'
            && input.charAt(position) != '\r') {
          position++;
        }
      } else if (Text.isSpace(c)) {
        position++;
      } else {
        return;
      }
    }
  }

  private Token end() {
    if (braces) {
      throw error("unexpected end of input inside braces");
    }
    if (brackets) {
      throw error("unexpected end of input in duration expression");
    }
    if (parens != 0) {
      throw error("unclosed left parenthesis");
    }
    return new Token(Type.END, start, start, "");
  }

  private Token insideBraces(int c) {
    if (Text.isAlpha(c)) {
      acceptWord(false);
      return token(Type.IDENTIFIER);
    }
    return switch (c) {
      case ',' -> take(Type.COMMA, 1);
      case '=' -> take(Type.MATCH, peek(1) == '~' ? 2 : 1);
      case '!' -> {
        if (peek(1) != '~' && peek(1) != '=') {
          throw error("unexpected character after '!' inside braces: " + character(peek(1)));
        }
        yield take(Type.MATCH, 2);
      }
      case '{' -> throw error("unexpected left brace '{'");
      case '}' -> {
        braces = false;
        yield take(Type.RIGHT_BRACE, 1);
      }
      default -> throw error("unexpected character inside braces: " + character(c));
    };
  }

  private Token outsideBraces(int c) {
    if (Text.isDigit(c) || (c == '.' && Text.isDigit(peek(1)))) {
      return numberOrDuration();
    }
    if (Text.isAlpha(c) || (c == ':' && !brackets)) {
      return word();
    }
    return switch (c) {
      case ',' -> take(Type.COMMA, 1);
      case '*', '/', '%', '+', '-', '^' -> take(Type.OPERATOR, 1);
      case '=' -> equalSign();
      case '!' -> {
        if (peek(1) != '=') {
          throw error("unexpected character after '!': " + character(peek(1)));
        }
        yield take(Type.OPERATOR, 2);
      }
      case '<', '>' -> take(Type.OPERATOR, peek(1) == '=' || peek(1) == '/' ? 2 : 1);
      case ':' -> take(Type.COLON, 1);
      case '@' -> take(Type.AT, 1);
      case '(', ')', '{', '[', ']' -> bracket((char) c);
      default -> throw error("unexpected character: " + character(c));
    };
  }

  private Token equalSign() {
    if (peek(1) == '~') {
      throw error("unexpected character after '=': '~'");
    }
    return peek(1) == '=' ? take(Type.OPERATOR, 2) : take(Type.MATCH, 1);
  }

  private Token bracket(char c) {
    switch (c) {
      case '(' -> {
        parens++;
        return take(Type.LEFT_PAREN, 1);
      }
      case ')' -> {
        if (--parens < 0) {
          throw error("unexpected right parenthesis ')'");
        }
        return take(Type.RIGHT_PAREN, 1);
      }
      case '{' -> {
        braces = true;
        return take(Type.LEFT_BRACE, 1);
      }
      case '[' -> {
        if (brackets) {
          throw error("unexpected left bracket '['");
        }
        brackets = true;
        return take(Type.LEFT_BRACKET, 1);
      }
      default -> {
        if (!brackets) {
          throw error("unexpected right bracket ']'");
        }
        brackets = false;
        return take(Type.RIGHT_BRACKET, 1);
      }
    }
  }

  private Token word() {
    acceptWord(!brackets);
    String word = input.substring(start, position);
    String lower = word.toLowerCase(Locale.ROOT);
    if (lower.equals("inf") || lower.equals("nan")) {
      return token(Type.NUMBER);
    }
    if (AGGREGATORS.contains(lower)) {
      return token(Type.AGGREGATOR);
    }
    if (OPERATORS.contains(lower)) {
      return token(Type.OPERATOR);
    }
    if (KEYWORDS.contains(lower) && (!lower.startsWith("fill") || beforeParenthesis())) {
      return token(Type.KEYWORD);
    }
    return token(word.indexOf(':') >= 0 ? Type.METRIC_IDENTIFIER : Type.IDENTIFIER);
  }

  /** "fill" is a modifier only before a parenthesis, because metrics may have that name. */
  private boolean beforeParenthesis() {
    int i = position;
    while (i < input.length() && Text.isSpace(input.charAt(i))) {
      i++;
    }
    return i < input.length() && input.charAt(i) == '(';
  }

  private void acceptWord(boolean colonAllowed) {
    while (position < input.length()) {
      char c = input.charAt(position);
      if (!Text.isAlpha(c) && !Text.isDigit(c) && !(colonAllowed && c == ':')) {
        return;
      }
      position++;
    }
  }

  private Token numberOrDuration() {
    int end = Numbers.endOfNumber(input, position);
    if (end > position && !isWordPart(end)) {
      position = end;
      return token(Type.NUMBER);
    }
    end = Numbers.endOfDuration(input, position);
    if (end > position && !isWordPart(end)) {
      position = end;
      return token(Type.DURATION);
    }
    acceptWord(false);
    throw error("bad number or duration syntax: " + Text.quote(input.substring(start, position)));
  }

  private boolean isWordPart(int index) {
    return index < input.length()
        && (Text.isAlpha(input.charAt(index)) || Text.isDigit(input.charAt(index)));
  }

  private Token string(char quote) {
    position++;
    while (true) {
      if (position >= input.length() || (quote != '`' && input.charAt(position) == '\n')) {
        throw error(quote == '`' ? "unterminated raw string" : "unterminated quoted string");
      }
      char c = input.charAt(position);
      if (c == quote) {
        position++;
        return token(Type.STRING);
      }
      if (Character.isSurrogate(c)) {
        skipPair(c);
      } else {
        position += c == '\\' && quote != '`' ? 2 : 1;
      }
    }
  }

  private void skipPair(char first) {
    if (!Character.isHighSurrogate(first)
        || position + 1 >= input.length()
        || !Character.isLowSurrogate(input.charAt(position + 1))) {
      throw error("invalid UTF-8 rune");
    }
    position += 2;
  }

  private int peek(int ahead) {
    return position + ahead < input.length() ? input.charAt(position + ahead) : -1;
  }

  private Token take(Type type, int length) {
    position = start + length;
    return token(type);
  }

  private Token token(Type type) {
    return new Token(type, start, position, input.substring(start, position));
  }

  private static String character(int c) {
    return c < 0 ? "end of input" : "'" + Character.toString(c) + "'";
  }

  private PromQlException error(String message) {
    return PromQlException.parse(input, new Position(start, input.length()), message);
  }
}
