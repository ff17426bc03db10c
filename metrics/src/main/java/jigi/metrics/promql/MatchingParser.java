package jigi.metrics.promql;

import java.util.ArrayList;
import java.util.List;
import jigi.metrics.promql.Token.Type;
import jigi.metrics.promql.VectorMatching.Cardinality;
import org.jspecify.annotations.Nullable;

/** Reads what may stand between a binary operator and its right side, and lists of labels. */
final class MatchingParser {
  /** The modifiers of one operator. */
  record Modifiers(boolean bool, VectorMatching matching) {}

  private final TokenStream tokens;

  MatchingParser(TokenStream tokens) {
    this.tokens = tokens;
  }

  Modifiers modifiers() {
    boolean bool = tokens.acceptKeyword("bool");
    boolean on = tokens.acceptKeyword("on");
    List<String> labels = List.of();
    List<String> include = List.of();
    Cardinality cardinality = Cardinality.ONE_TO_ONE;
    if (on || tokens.acceptKeyword("ignoring")) {
      labels = labels();
      boolean left = tokens.acceptKeyword("group_left");
      if (left || tokens.acceptKeyword("group_right")) {
        cardinality = left ? Cardinality.MANY_TO_ONE : Cardinality.ONE_TO_MANY;
        include = tokens.at(Type.LEFT_PAREN) ? labels() : include;
      }
    }
    return new Modifiers(bool, fill(cardinality, labels, on, include));
  }

  private VectorMatching fill(
      Cardinality cardinality, List<String> labels, boolean on, List<String> include) {
    Double left = null;
    Double right = null;
    if (tokens.acceptKeyword("fill")) {
      left = fillValue();
      right = left;
    } else {
      left = fillValue("fill_left");
      right = fillValue("fill_right");
      left = left == null ? fillValue("fill_left") : left;
    }
    return new VectorMatching(cardinality, labels, on, include, left, right);
  }

  private @Nullable Double fillValue(String keyword) {
    return tokens.acceptKeyword(keyword) ? fillValue() : null;
  }

  private Double fillValue() {
    tokens.expect(Type.LEFT_PAREN, "fill modifier", "\"(\"");
    Token sign = tokens.peek();
    boolean negative = sign.is(Type.OPERATOR, "-");
    if (negative || sign.is(Type.OPERATOR, "+")) {
      tokens.take();
    }
    if (!tokens.at(Type.NUMBER) && !tokens.at(Type.DURATION)) {
      throw tokens.unexpected("fill modifier", "number");
    }
    double value = tokens.value(tokens.take());
    tokens.expect(Type.RIGHT_PAREN, "fill modifier", "\")\"");
    return negative ? -value : value;
  }

  /** A list of labels in parentheses; keywords are names here. */
  List<String> labels() {
    tokens.expect(Type.LEFT_PAREN, "grouping opts", "\"(\"");
    List<String> labels = new ArrayList<>();
    while (!tokens.accept(Type.RIGHT_PAREN)) {
      labels.add(label());
      if (!tokens.accept(Type.COMMA) && !tokens.at(Type.RIGHT_PAREN)) {
        throw tokens.unexpected("grouping opts", "\",\" or \")\"");
      }
    }
    return List.copyOf(labels);
  }

  private String label() {
    Token token = tokens.peek();
    boolean word =
        token.type() == Type.IDENTIFIER
            || token.type() == Type.METRIC_IDENTIFIER
            || token.type() == Type.KEYWORD
            || token.type() == Type.AGGREGATOR
            || (token.type() == Type.OPERATOR && Text.isAlpha(token.text().charAt(0)));
    if (!word && token.type() != Type.STRING) {
      throw tokens.unexpected("grouping opts", "label");
    }
    tokens.take();
    String label = word ? token.text() : tokens.unquote(token);
    if (!Text.isLabelName(label)) {
      throw tokens.error(token.position(), "invalid label name for grouping: " + Text.quote(label));
    }
    return label;
  }
}
