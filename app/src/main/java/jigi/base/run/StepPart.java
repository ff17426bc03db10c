package jigi.base.run;

import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import jigi.base.kernel.Durations;

/**
 * A block that belongs to a step: its {@code verify}, {@code undo} or {@code probe}.
 *
 * @param kind the language: {@code sh}, {@code condition}, …
 * @param line in the file, from 1
 */
public record StepPart(String kind, String source, Map<String, String> attributes, int line) {
  public StepPart {
    attributes = java.util.Collections.unmodifiableMap(new TreeMap<>(attributes));
  }

  /** The attribute as a duration. */
  public Duration duration(String attribute, Duration otherwise) {
    String text = attributes.get(attribute);
    Duration parsed = text == null ? null : Durations.parse(text);
    return parsed == null ? otherwise : parsed;
  }
}
