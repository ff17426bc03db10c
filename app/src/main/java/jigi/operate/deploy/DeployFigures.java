package jigi.operate.deploy;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import jigi.detect.metric.StateMetrics;
import jigi.detect.probe.Sample;
import jigi.metrics.model.Labels;
import jigi.operate.deploy.machine.Ended;
import org.jspecify.annotations.Nullable;

/** What follows from the records as samples; what is not known has none. */
public final class DeployFigures implements StateMetrics {
  private static final int RECENT = 50;

  private final Deployments deployments;

  public DeployFigures(Deployments deployments) {
    this.deployments = deployments;
  }

  @Override
  public List<Sample> samples() {
    List<Sample> all = new ArrayList<>();
    for (Deployment one : deployments.all()) {
      of(one, deployments.history(one.system(), one.name(), RECENT), all);
      Integer overdue = deployments.envWatch().overdue(one);
      add(all, one, "jigi_env_secrets_overdue", overdue == null ? null : overdue.doubleValue());
    }
    return all;
  }

  private static void of(Deployment one, List<Deployed> history, List<Sample> all) {
    add(all, one, "jigi_deploy_open", history.isEmpty() ? null : open(history.getFirst()));
    Deployed last = ended(history, false);
    Deployed good = ended(history, true);
    if (last != null) {
      boolean well = last.outcome() == Ended.Outcome.DEPLOYED;
      add(all, one, "jigi_deploy_last_run_success", well ? 1.0 : 0.0);
      add(all, one, "jigi_deploy_requests_failed", (double) last.traffic().failed());
    }
    if (good != null) {
      Instant at = good.ended();
      Long millis = good.switchMillis();
      add(
          all,
          one,
          "jigi_deploy_last_success_timestamp_seconds",
          at == null ? null : at.toEpochMilli() / 1000.0);
      add(all, one, "jigi_deploy_switch_seconds", millis == null ? null : millis / 1000.0);
    }
  }

  private static double open(Deployed newest) {
    return newest.outcome() == null ? 1 : 0;
  }

  /** The last that a person did not cancel. */
  private static @Nullable Deployed ended(List<Deployed> history, boolean well) {
    return history.stream()
        .filter(
            each ->
                each.outcome() == Ended.Outcome.DEPLOYED
                    || (!well && each.outcome() == Ended.Outcome.ROLLED_BACK))
        .findFirst()
        .orElse(null);
  }

  private static void add(List<Sample> all, Deployment one, String name, @Nullable Double value) {
    if (value != null) {
      Labels labels =
          Labels.of(Labels.METRIC_NAME, name, "system", one.system(), "deployment", one.name());
      all.add(new Sample(labels, value, null));
    }
  }
}
