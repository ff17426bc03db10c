package jigi.detect.metric;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.SequencedMap;

/**
 * A manual's conditions, and what its probes can produce.
 *
 * @param conditions by name, in the order of the file
 * @param producers for other parts that read metrics, such as rules
 */
public record ManualConditions(SequencedMap<String, Condition> conditions, Producers producers) {
  public ManualConditions {
    conditions = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(conditions));
  }
}
