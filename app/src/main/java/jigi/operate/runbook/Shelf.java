package jigi.operate.runbook;

import java.util.Map;
import java.util.Set;

/** One system's runbooks, with the names that an alert's labels may stand for. */
record Shelf(Map<String, Runbook> byName, Set<String> components, Set<String> hosts) {}
