package jigi.operate.runbook;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import jigi.base.run.RunDefinition;
import jigi.base.schedule.Recurrence;
import org.jspecify.annotations.Nullable;

/**
 * One procedure.
 *
 * @param name unique within the system
 * @param file relative to the manual's folder
 * @param symptom how people recognise the situation; null for none
 * @param severity critical, warning or info; null for none
 * @param target within which time it is to be over; null where the manual does not say
 * @param onAlert by name of the alert, held to what the system allows
 * @param disturbs components that it takes down on purpose: what alerts would do about them waits
 * @param definition null for a document without front matter: nothing of it starts as a whole
 * @param recurrence when it starts by itself; null for never
 */
public record Runbook(
    String system,
    String name,
    String title,
    String file,
    @Nullable String symptom,
    @Nullable String severity,
    @Nullable Duration target,
    Map<String, OnAlert> onAlert,
    Set<String> disturbs,
    List<Block> blocks,
    List<Segment> segments,
    @Nullable RunDefinition definition,
    @Nullable Recurrence recurrence) {
  public Runbook {
    onAlert = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(onAlert));
    disturbs = Set.copyOf(disturbs);
    blocks = List.copyOf(blocks);
    segments = List.copyOf(segments);
  }

  /** Does no more by itself than its system allows; looking is always allowed. */
  Runbook atMost(OnAlert allowed) {
    if (definition == null || !definition.makesAct()) {
      return this;
    }
    Map<String, OnAlert> held = new LinkedHashMap<>(onAlert);
    held.replaceAll((alert, wanted) -> wanted.atMost(allowed));
    return new Runbook(
        system,
        name,
        title,
        file,
        symptom,
        severity,
        target,
        held,
        disturbs,
        blocks,
        segments,
        definition,
        recurrence);
  }

  Runbook with(RunDefinition linked) {
    return new Runbook(
        system,
        name,
        title,
        file,
        symptom,
        severity,
        target,
        onAlert,
        disturbs,
        blocks,
        segments,
        linked,
        recurrence);
  }

  /** The block whose fence opens on the line; null when there is none. */
  public @Nullable Block block(int line) {
    return blocks.stream().filter(block -> block.line() == line).findFirst().orElse(null);
  }
}
