package jigi.operate.incident;

import java.time.Instant;
import java.util.List;
import jigi.base.store.Tx;
import org.jspecify.annotations.Nullable;

/**
 * Where the people of an incident meet: who came, and what they said. What is said there are the
 * notes of the incident.
 *
 * @param opened null where it has none
 * @param people in the order of their coming
 * @param said oldest first
 */
public record WarRoom(@Nullable Instant opened, List<Participant> people, List<Said> said) {
  public WarRoom {
    people = List.copyOf(people);
    said = List.copyOf(said);
  }

  /** Who works on it, and since when. */
  public record Participant(String person, Instant since) {}

  /** What somebody said. */
  public record Said(Instant at, String actor, String text) {}

  /**
   * @param timeline oldest first
   */
  static WarRoom of(List<Participant> people, List<TimelineEntry> timeline) {
    return new WarRoom(
        timeline.stream()
            .filter(entry -> entry.kind().equals(IncidentEvents.ROOM.name()))
            .map(TimelineEntry::at)
            .findFirst()
            .orElse(null),
        people,
        timeline.stream()
            .filter(entry -> entry.kind().equals(IncidentEvents.NOTE.name()))
            .map(
                entry -> new Said(entry.at(), entry.actor(), entry.args().getOrDefault("text", "")))
            .toList());
  }

  /** Opens it, unless it is open. */
  static void open(IncidentLog log, Tx tx, Incident incident, String actor) {
    boolean known =
        IncidentRepository.entries(tx.handle(), incident.id()).stream()
            .anyMatch(entry -> entry.kind().equals(IncidentEvents.ROOM.name()));
    if (!known) {
      log.append(tx, incident, IncidentEvents.draft(IncidentEvents.ROOM, incident).actor(actor));
    }
  }
}
