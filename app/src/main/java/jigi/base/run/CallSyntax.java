package jigi.base.run;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import jigi.base.config.Place;
import jigi.base.config.Problems;
import org.jspecify.annotations.Nullable;

/** {@code ```call runbook=restart-web}, with {@code NAME=value} lines for the called parameters. */
public class CallSyntax implements StepSyntax {
  static final String LANGUAGE = "call";
  static final String RUNBOOK = "runbook";

  @Override
  public final String language() {
    return LANGUAGE;
  }

  @Override
  public final Set<String> attributes() {
    return Set.of(RUNBOOK);
  }

  @Override
  public final Class<?> beside() {
    return StepKinds.class;
  }

  @Override
  public final void check(StepPart part, Place place, Problems problems) {
    if (!part.attributes().containsKey(RUNBOOK)) {
      problems.error(
          place,
          "missing-attribute",
          "a call block names no runbook",
          "write ```call runbook=name-of-the-runbook");
    }
    int line = place.line();
    for (String text : part.source().lines().toList()) {
      line++;
      if (!text.isBlank() && text.indexOf('=') < 1) {
        problems.error(
            new Place(place.file(), line, 1),
            "bad-value",
            "not a parameter ('" + text.strip() + "')",
            "write NAME=value, or NAME=$OTHER for a parameter of this runbook");
      }
    }
  }

  /** The name of the called runbook; null for a step that calls none. */
  public static @Nullable String runbook(StepDefinition step) {
    return step.kind().equals(LANGUAGE) ? step.attribute(RUNBOOK) : null;
  }

  /** The values that the called run is given; {@code $NAME} stands for one of the caller's. */
  public static Map<String, String> parameters(StepDefinition step, Map<String, String> own) {
    return parameters(step.act(), own);
  }

  static Map<String, String> parameters(StepPart part, Map<String, String> callers) {
    Map<String, String> own = new TreeMap<>(callers);
    String each = part.attributes().get("each");
    if (each != null) {
      own.put("EACH", each);
    }
    Map<String, String> values = new TreeMap<>();
    for (String line : part.source().lines().toList()) {
      int equals = line.indexOf('=');
      if (equals > 0) {
        String value = line.substring(equals + 1).strip();
        String other = value.startsWith("$") ? own.get(value.substring(1)) : null;
        values.put(line.substring(0, equals).strip(), other == null ? value : other);
      }
    }
    return values;
  }
}
