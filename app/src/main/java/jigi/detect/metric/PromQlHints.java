package jigi.detect.metric;

import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import jigi.base.kernel.Nearest;
import jigi.metrics.promql.Function;
import jigi.metrics.promql.PromQlException;

/** What to do about an expression that is not PromQL. */
public final class PromQlHints {
  private static final Pattern FUNCTION = Pattern.compile("unknown function with name \"(.*)\"");

  private PromQlHints() {}

  /** The message without the position, which the problem's place already gives. */
  public static String reason(PromQlException e) {
    return String.valueOf(e.getMessage())
        .replaceFirst("^(\\d+:\\d+|unknown position): parse error: ", "");
  }

  public static String hint(PromQlException e) {
    String reason = reason(e);
    Matcher function = FUNCTION.matcher(reason);
    if (function.find()) {
      String wrong = function.group(1);
      List<String> names = Arrays.stream(Function.values()).map(Function::text).toList();
      String near = Nearest.to(wrong, names);
      return near == null
          ? "see https://prometheus.io/docs/prometheus/latest/querying/functions/"
          : "did you mean '" + near + "'?";
    }
    if (reason.startsWith("unexpected \"=\"")) {
      return "did you mean '=='?";
    }
    if (reason.startsWith("unclosed left")) {
      return "close it where it ends";
    }
    return "see https://prometheus.io/docs/prometheus/latest/querying/basics/";
  }
}
