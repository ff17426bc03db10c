package jigi.operate.runbook;

import java.util.Map;
import jigi.base.config.Names;
import jigi.base.run.StepReference;

/**
 * The names of a manual that its runbooks may use.
 *
 * @param named what steps of their own languages may name; what is missing is not checked
 */
record Surroundings(Names hosts, Names conditions, Names alerts, Map<StepReference, Names> named) {}
