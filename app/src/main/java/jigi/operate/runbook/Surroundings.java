package jigi.operate.runbook;

import java.util.Set;

/**
 * The names of a manual that its runbooks may use.
 *
 * @param complete false while other parts have errors, so that a misread name is not reported here
 *     a second time
 */
record Surroundings(
    Set<String> hosts, Set<String> conditions, Set<String> alerts, boolean complete) {}
