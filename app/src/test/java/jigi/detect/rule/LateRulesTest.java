package jigi.detect.rule;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import jigi.base.config.Manual;
import jigi.base.config.ManualReader;
import jigi.base.config.ManualSource;
import jigi.base.kernel.Timeline;
import jigi.base.kernel.Troubles;
import jigi.metrics.model.Matcher;
import jigi.metrics.promql.Expr;
import jigi.testing.Until;
import org.junit.jupiter.api.Test;

/** Rules that are evaluated too late are a trouble of the house for as long as they are. */
class LateRulesTest {
  private static final String KEY = "rules.late:shop/rules/web.yaml/web";

  private final RulePart part = new RulePart();
  private final Troubles troubles = new Troubles();

  @Test
  void lateEvaluationsAreReportedUntilTheyAreInTimeAgain() {
    AtomicBoolean slow = new AtomicBoolean(true);
    try (Timeline timeline = Timeline.real();
        ExecutorService pool = Executors.newSingleThreadExecutor();
        RuleEngine engine =
            new RuleEngine(
                part, timeline, new Slow(timeline, slow), new Nobody(), pool, troubles)) {
      engine.activate(List.of(manual()));
      Until.so("late", () -> troubles.stands(KEY), () -> troubles.all().toString());
      Troubles.Trouble late =
          troubles.all().stream().filter(one -> one.key().equals(KEY)).findFirst().orElseThrow();
      assertThat(late.text()).isEqualTo("rules-late");
      assertThat(late.args()).containsEntry("group", "web").containsKey("missed");
      slow.set(false);
      Until.so("in time", () -> !troubles.stands(KEY), () -> troubles.all().toString());
    }
  }

  private Manual manual() {
    String rules =
        "groups: [{name: web, interval: 1s, rules: [{record: up:count, expr: count(up)}]}]";
    return Objects.requireNonNull(
        new ManualReader(List.of(part), name -> null)
            .read(
                new ManualSource(
                    Path.of("."),
                    new TreeMap<>(Map.of("jigi.yaml", "system: shop\n", "rules/web.yaml", rules))))
            .manual());
  }

  /** As long as it is slow, an answer takes longer than two intervals. */
  private record Slow(Timeline timeline, AtomicBoolean slow) implements RuleMetrics {
    @Override
    public List<Point> query(Expr expr, Instant at) {
      Until.so(
          "two intervals",
          () -> !slow.get() || timeline.instant().isAfter(at.plusMillis(2100)),
          () -> "since " + at);
      return List.of();
    }

    @Override
    public boolean isMeasured(List<Matcher> matchers, Instant at) {
      return true;
    }

    @Override
    public boolean isKnown(List<Matcher> matchers, Instant at) {
      return true;
    }

    @Override
    public void write(List<Point> points, Instant at) {}
  }

  private static final class Nobody implements RuleObserver {
    @Override
    public void onEvaluated(Evaluation evaluation) {}

    @Override
    public void onRules(Set<String> systems, Set<Rule.Alerting> rules) {}
  }
}
