package jigi.metrics.promql;

import com.google.re2j.PatternSyntaxException;
import java.util.ArrayList;
import java.util.List;
import jigi.metrics.model.Labels;
import jigi.metrics.model.Matcher;
import jigi.metrics.promql.Token.Type;
import org.jspecify.annotations.Nullable;

/** Reads vector selectors. */
final class SelectorParser {
  private final TokenStream tokens;

  SelectorParser(TokenStream tokens) {
    this.tokens = tokens;
  }

  /** A selector whose metric name was just read. */
  Expr.VectorSelector named(Token name) {
    List<Matcher> matchers = new ArrayList<>();
    if (tokens.at(Type.LEFT_BRACE)) {
      matchers(matchers);
    }
    for (Matcher matcher : matchers) {
      if (matcher.name().equals(Labels.METRIC_NAME)) {
        throw tokens.error(
            new Position(name.start(), tokens.lastEnd()),
            "metric name must not be set twice: "
                + Text.quote(name.text())
                + " or "
                + Text.quote(matcher.value()));
      }
    }
    matchers.add(Matcher.equal(Labels.METRIC_NAME, name.text()));
    return selector(name.text(), matchers, name.start());
  }

  /** A selector that begins with a brace. */
  Expr.VectorSelector unnamed() {
    int start = tokens.peek().start();
    List<Matcher> matchers = new ArrayList<>();
    String quotedName = matchers(matchers);
    return selector(quotedName, matchers, start);
  }

  private Expr.VectorSelector selector(@Nullable String name, List<Matcher> matchers, int start) {
    return new Expr.VectorSelector(
        name,
        List.copyOf(matchers),
        TimeShift.NONE,
        Expr.Extension.NONE,
        new Position(start, tokens.lastEnd()));
  }

  /** Reads matchers in braces; returns the metric name if one stands there as a quoted string. */
  private @Nullable String matchers(List<Matcher> out) {
    tokens.expect(Type.LEFT_BRACE, "", "\"{\"");
    String quotedName = null;
    while (!tokens.accept(Type.RIGHT_BRACE)) {
      Token token = tokens.take();
      if (token.type() == Type.STRING && !tokens.at(Type.MATCH)) {
        quotedName = tokens.unquote(token);
        out.add(Matcher.equal(Labels.METRIC_NAME, quotedName));
      } else if (token.type() == Type.STRING || token.type() == Type.IDENTIFIER) {
        out.add(matcher(token));
      } else {
        throw tokens.error(
            token.position(),
            "unexpected " + token.describe() + " in label matching, expected identifier or \"}\"");
      }
      if (!tokens.accept(Type.COMMA) && !tokens.at(Type.RIGHT_BRACE)) {
        throw tokens.unexpected("label matching", "\",\" or \"}\"");
      }
    }
    return quotedName;
  }

  private Matcher matcher(Token name) {
    Token op = tokens.expect(Type.MATCH, "label matching", "label matching operator");
    Token value = tokens.expect(Type.STRING, "label matching", "string");
    String label = name.type() == Type.STRING ? tokens.unquote(name) : name.text();
    try {
      return new Matcher(label, operator(op.text()), tokens.unquote(value));
    } catch (PatternSyntaxException e) {
      throw tokens.error(name.position().to(value.position()), String.valueOf(e.getMessage()));
    }
  }

  private static Matcher.Op operator(String text) {
    for (Matcher.Op op : Matcher.Op.values()) {
      if (op.text().equals(text)) {
        return op;
      }
    }
    throw new IllegalStateException(text);
  }
}
