package jigi.detect.alert.unit;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiPredicate;
import java.util.function.Function;
import jigi.base.config.Place;
import jigi.base.config.Problems;
import jigi.base.kernel.Durations;
import jigi.detect.alert.Alert;
import jigi.detect.alert.unit.UnitTests.AlertCase;
import jigi.detect.alert.unit.UnitTests.ExpectedAlert;
import jigi.detect.alert.unit.UnitTests.ExpectedSample;
import jigi.detect.alert.unit.UnitTests.ExpressionCase;
import jigi.detect.rule.GoFormat;
import jigi.detect.rule.RuleMetrics.Point;
import jigi.metrics.model.Labels;

/** Compares what came with what a group of tests expects, and reports each case that differs. */
record Verdict(UnitTests.Group test, boolean fuzzy, Problems problems) {
  private static final int SHOWN = 3;
  private static final int LONGEST = 200;

  void judge(AlertCase one, List<Alert> found) {
    List<ExpectedAlert> firing =
        found.stream()
            .filter(Alert::isFiring)
            .map(
                alert ->
                    new ExpectedAlert(
                        alert.identity().labels(), Labels.of(alert.said().annotations())))
            .toList();
    List<ExpectedAlert> missing = without(one.expected(), firing, ExpectedAlert::equals);
    List<ExpectedAlert> surplus = without(firing, one.expected(), ExpectedAlert::equals);
    if (!missing.isEmpty() || !surplus.isEmpty()) {
      failed(
          one.place(),
          "the alert does not fire as expected at "
              + Durations.format(one.after())
              + " ("
              + one.alert()
              + ")"
              + differences(missing, surplus, Verdict::text),
          pendingHint(found));
    }
  }

  private String pendingHint(List<Alert> found) {
    return found.stream().anyMatch(alert -> !alert.isFiring())
        ? "it is pending there: its 'for' is not over at that time"
        : "mend the rule, or what the test expects";
  }

  void judge(ExpressionCase one, List<Point> points) {
    List<ExpectedSample> got =
        points.stream().map(point -> new ExpectedSample(point.labels(), point.value())).toList();
    List<ExpectedSample> missing = without(one.expected(), got, this::isSame);
    List<ExpectedSample> surplus = without(got, one.expected(), this::isSame);
    if (!missing.isEmpty() || !surplus.isEmpty()) {
      failed(
          one.place(),
          "the expression does not give what is expected at "
              + Durations.format(one.after())
              + " ("
              + cut(one.text())
              + ")"
              + differences(missing, surplus, Verdict::text),
          "mend the rule, or what the test expects");
    }
  }

  void notAnswered(ExpressionCase one, String error) {
    failed(
        one.place(),
        "the expression has no answer at "
            + Durations.format(one.after())
            + " ("
            + cut(one.text())
            + "): "
            + error,
        "mend the expression or the series of the test");
  }

  /**
   * @param rule its key, of no system
   */
  void notEvaluated(String rule, Duration after, String error) {
    failed(
        test.place(),
        "a rule cannot be evaluated at "
            + Durations.format(after)
            + " ("
            + rule.substring(1)
            + "): "
            + error,
        "mend the rule or the series of the test");
  }

  private void failed(Place place, String what, String hint) {
    String name = test.name();
    problems.error(
        place, "rule-test-failed", name == null ? what : "in '" + cut(name) + "' " + what, hint);
  }

  /** What is not matched by one of the others, each of which matches once. */
  private static <T> List<T> without(List<T> all, List<T> others, BiPredicate<T, T> same) {
    List<T> left = new ArrayList<>(others);
    List<T> rest = new ArrayList<>();
    for (T one : all) {
      int at = 0;
      while (at < left.size() && !same.test(one, left.get(at))) {
        at++;
      }
      if (at < left.size()) {
        left.remove(at);
      } else {
        rest.add(one);
      }
    }
    return rest;
  }

  private boolean isSame(ExpectedSample a, ExpectedSample b) {
    double x = a.value();
    double y = b.value();
    boolean same = x == y || (Double.isNaN(x) && Double.isNaN(y));
    boolean near = fuzzy && (Math.nextUp(x) == y || Math.nextDown(x) == y);
    return a.labels().equals(b.labels()) && (same || near);
  }

  private static <T> String differences(
      List<T> missing, List<T> surplus, Function<T, String> text) {
    return (missing.isEmpty() ? "" : "; expected and not there: " + listed(missing, text))
        + (surplus.isEmpty() ? "" : "; there and not expected: " + listed(surplus, text));
  }

  private static <T> String listed(List<T> all, Function<T, String> text) {
    String some =
        String.join(", ", all.stream().limit(SHOWN).map(one -> cut(text.apply(one))).toList());
    return all.size() > SHOWN ? some + " and " + (all.size() - SHOWN) + " more" : some;
  }

  private static String text(ExpectedAlert alert) {
    String labels = alert.labels().without("alertname").toString();
    return alert.annotations().size() == 0
        ? labels
        : labels + " with annotations " + alert.annotations();
  }

  private static String text(ExpectedSample sample) {
    return sample.labels() + " " + GoFormat.shortest(sample.value());
  }

  private static String cut(String text) {
    return text.length() <= LONGEST ? text : text.substring(0, LONGEST) + "…";
  }
}
