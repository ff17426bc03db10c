package jigi;

import java.util.ArrayList;
import java.util.List;
import jigi.detect.probe.ProbeChange;
import jigi.detect.probe.ProbeListener;
import jigi.detect.probe.ProbeResult;
import jigi.detect.rule.RuleEngine;
import jigi.metrics.model.Labels;

/**
 * A probe that changes its mind has the rules evaluated that read it, without waiting for a turn.
 */
final class RulesOnChange implements ProbeListener {
  private final RuleEngine rules;

  RulesOnChange(RuleEngine rules) {
    this.rules = rules;
  }

  @Override
  public void onResult(ProbeResult result) {}

  @Override
  public void onChange(ProbeChange change) {
    ProbeResult result = change.result();
    List<Labels> changed = new ArrayList<>();
    Labels success =
        Labels.of(
            Labels.METRIC_NAME,
            "probe_success",
            "system",
            result.system(),
            "component",
            result.component(),
            "probe",
            result.name());
    // An UNKNOWN result has no samples to tell of the host, which rules may select by.
    String host = result.probe().host();
    changed.add(host == null ? success : success.with("host", host));
    result.samples().forEach(sample -> changed.add(sample.labels()));
    rules.onChange(changed);
  }
}
