package jigi.detect.rule;

import java.time.Duration;
import java.util.Map;
import jigi.base.config.Place;
import jigi.metrics.promql.Expr;

/** One rule of a rule file. */
public sealed interface Rule {
  /** Stable among edits of its expression: {@code system/group/name}, with #2 for a second one. */
  String key();

  /** The alert's name, or the metric that is recorded. */
  String name();

  Expression expression();

  Place place();

  /**
   * A PromQL expression as it is written and as it is evaluated.
   *
   * @param text the author's
   * @param expr with the condition on {@code system} that every selector gets
   */
  record Expression(String text, Expr expr) {
    @Override
    public boolean equals(@org.jspecify.annotations.Nullable Object other) {
      return other instanceof Expression that
          && text.equals(that.text)
          && expr.toString().equals(that.expr.toString());
    }

    @Override
    public int hashCode() {
      return text.hashCode();
    }
  }

  /** Writes the result of its expression under a name of its own. */
  record Recording(
      String key, String name, Expression expression, Map<String, String> labels, Place place)
      implements Rule {
    public Recording {
      labels = Map.copyOf(labels);
    }
  }

  /** Raises an alert for every series of its expression's result. */
  record Alerting(
      String key, String name, Expression expression, Timing timing, Texts texts, Place place)
      implements Rule {

    /** The severity, when it is the same for every alert of the rule; warning otherwise. */
    public Severity severity() {
      Template label = texts.labels().get("severity");
      return Severity.ofLabel(label == null || !label.isConstant() ? null : label.text());
    }
  }

  /**
   * @param hold {@code for}: how long the condition must hold without a gap
   * @param keepFiring {@code keep_firing_for}: how long it must be gone
   */
  record Timing(Duration hold, Duration keepFiring, NoData noData) {}

  record Texts(Map<String, Template> labels, Map<String, Template> annotations) {
    public Texts {
      labels = java.util.Collections.unmodifiableMap(new java.util.TreeMap<>(labels));
      annotations = java.util.Collections.unmodifiableMap(new java.util.TreeMap<>(annotations));
    }
  }
}
