package jigi.metrics.promql;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;

/** Any text is an expression, whose canonical form is one too, or refused with its place. */
public final class ParserTarget {
  private ParserTarget() {}

  public static void fuzzerTestOneInput(FuzzedDataProvider data) {
    Expr expr;
    try {
      expr = PromQl.parse(data.consumeRemainingAsString());
    } catch (PromQlException e) {
      if (e.kind() != PromQlException.Kind.PARSE) {
        throw e;
      }
      return;
    }
    String printed = expr.toString();
    String again = PromQl.parse(PromQl.spread(expr)).toString();
    if (!again.equals(printed)) {
      throw new IllegalStateException(printed + " became " + again);
    }
  }
}
