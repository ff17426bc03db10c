package jigi;

import jigi.base.store.Tx;
import jigi.detect.rule.Rule;
import jigi.detect.rule.RuleEngine;
import jigi.metrics.model.Labels;
import jigi.metrics.promql.PromQl;
import jigi.operate.backup.BackupEndRepository;

/**
 * Whether a rule reads how a backup or a drill ended: then its alert tells people, by its route.
 */
final class ReadEnds {
  private final RuleEngine rules;

  ReadEnds(RuleEngine rules) {
    this.rules = rules;
  }

  boolean isRead(Tx tx, String run) {
    Labels series = BackupEndRepository.failed(tx.handle(), run);
    return series != null
        && rules.groups().stream()
            .flatMap(group -> group.rules().stream())
            .filter(Rule.Alerting.class::isInstance)
            .flatMap(rule -> PromQl.selectors(rule.expression().expr()).stream())
            .anyMatch(
                selector ->
                    selector.matchers().stream().allMatch(matcher -> matcher.matches(series)));
  }
}
