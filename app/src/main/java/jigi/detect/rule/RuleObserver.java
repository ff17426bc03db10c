package jigi.detect.rule;

import java.util.Set;

/** Takes what alerting rules find. Called by one thread at a time for any one rule. */
public interface RuleObserver {
  void onEvaluated(Evaluation evaluation);

  /** The rules in force changed; alerts of rules that are not among them are over. */
  void onRules(Set<String> systems, Set<Rule.Alerting> rules);
}
