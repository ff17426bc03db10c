package jigi.detect.metric.remote;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import jigi.metrics.model.Labels;
import jigi.metrics.model.Matcher;
import jigi.metrics.promql.Expr;
import jigi.metrics.promql.PromQl;
import jigi.metrics.promql.PromQlException;

/**
 * What tells a system's series apart on a server that others fill too, which know no label {@code
 * system}. Our own series get these labels beside it, so that one selector finds both.
 *
 * @param bySystem labels by system
 */
public record ExternalMatchers(Map<String, Map<String, String>> bySystem) {
  static final ExternalMatchers NONE = new ExternalMatchers(Map.of());
  private static final String SYSTEM = "system";

  public ExternalMatchers {
    bySystem = Map.copyOf(bySystem);
  }

  /**
   * The expression as the server is asked it.
   *
   * @throws PromQlException of kind UNSUPPORTED for {@code info}, whose restriction to a system
   *     cannot be written down
   */
  Expr map(Expr expr) {
    if (bySystem.isEmpty() && !PromQl.restrictsInfo(expr)) {
      return expr;
    }
    if (PromQl.restrictsInfo(expr)) {
      throw new PromQlException(
          PromQlException.Kind.UNSUPPORTED, "info() is not asked of a remote server");
    }
    return PromQl.mapSelectors(expr, this::map);
  }

  List<Matcher> map(List<Matcher> matchers) {
    List<Matcher> mapped = new ArrayList<>();
    for (Matcher matcher : matchers) {
      Map<String, String> labels =
          matcher.name().equals(SYSTEM) && matcher.op() == Matcher.Op.EQUAL
              ? bySystem.get(matcher.value())
              : null;
      if (labels == null) {
        mapped.add(matcher);
      } else {
        labels.forEach((name, value) -> mapped.add(Matcher.equal(name, value)));
      }
    }
    return List.copyOf(mapped);
  }

  /** The labels of a series of ours as the server gets them. */
  Labels named(Labels labels) {
    Map<String, String> more = bySystem.get(labels.getOrEmpty(SYSTEM));
    Labels named = labels;
    if (more != null) {
      for (Map.Entry<String, String> label : more.entrySet()) {
        named = named.with(label.getKey(), label.getValue());
      }
    }
    return named;
  }
}
