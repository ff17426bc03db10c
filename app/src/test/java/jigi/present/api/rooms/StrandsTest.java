package jigi.present.api.rooms;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import jigi.base.journal.Event;
import jigi.base.journal.EventDraft;
import jigi.base.journal.EventKind;
import jigi.present.api.view.Strand;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** An incident's timeline is told line by line, not event by event. */
class StrandsTest {
  private int made;

  private Event event(String kind, @Nullable String run, String actor, Map<String, String> args) {
    EventDraft draft = EventDraft.of(EventKind.of(kind)).system("shop").actor(actor).run(run);
    for (var arg : args.entrySet()) {
      draft = draft.with(arg.getKey(), arg.getValue());
    }
    Instant at = Instant.parse("2026-01-13T00:00:00Z").minusSeconds(made);
    return new Event("e" + made, "here", ++made, at, draft, "");
  }

  private Event run(String kind, String id) {
    return event(kind, id, "jigi", Map.of("number", "3"));
  }

  private Event told(String kind, String about, String person, String channel) {
    return event(
        kind,
        null,
        "jigi",
        Map.of("kind", about, "alert-id", "a1", "person", person, "channel", channel));
  }

  @Test
  void tellsARunOnceByItsNewestEvent() {
    List<Strand> strands =
        Strands.of(
            List.of(
                run("run.finished", "r1"),
                event("alert.resolved", null, "jigi", Map.of()),
                run("run.step", "r1"),
                run("run.finished", "r2"),
                run("run.started", "r1"),
                run("run.queued", "r1")));
    assertThat(strands)
        .extracting(strand -> strand.head().what().kind().name())
        .containsExactly("run.finished", "alert.resolved", "run.finished");
    assertThat(strands.getFirst().parts()).hasSize(4);
    assertThat(strands.getLast().parts()).hasSize(1);
  }

  @Test
  void tellsAMessageOnceWithAllItsRecipients() {
    List<Strand> strands =
        Strands.of(
            List.of(
                told("delivery.accepted", "resolved", "kim", "mail"),
                told("delivery.accepted", "firing", "lee", "chat"),
                told("delivery.failed", "firing", "lee", "chat"),
                told("delivery.accepted", "firing", "kim", "mail")));
    assertThat(strands)
        .extracting(Strand::names)
        .containsExactly(
            List.of("kim (mail)"), List.of("kim (mail)", "lee (chat)"), List.of("lee (chat)"));
  }

  @Test
  void hidesTheRunsThatCarryMessages() {
    assertThat(Strands.of(List.of(event("run.finished", "r9", "jigi", Map.of("lane", "delivery")))))
        .isEmpty();
  }

  @Test
  void letsWhatAPersonDidStandForItself() {
    List<Strand> strands =
        Strands.of(
            List.of(
                run("run.finished", "r1"),
                event("run.approved", "r1", "user:kim", Map.of()),
                event("run.queued", "r1", "user:kim", Map.of())));
    assertThat(strands)
        .extracting(Strand::sort)
        .containsExactly(Strand.Sort.RUN, Strand.Sort.EVENT);
    assertThat(strands.getFirst().parts()).hasSize(2);
  }

  @Test
  void aStormOfOneRuleIsOneLineAndFewAlertsAreTheirOwn() {
    List<Event> all = new ArrayList<>();
    for (int i = 0; i < 11; i++) {
      all.add(event("incident.attached", null, "jigi", Map.of("alert", "Down")));
    }
    all.add(event("incident.attached", null, "jigi", Map.of("alert", "Slow")));
    all.add(event("incident.attached", null, "jigi", Map.of("alert", "Slow")));
    List<Strand> strands = Strands.of(all);
    assertThat(strands)
        .extracting(Strand::sort)
        .containsExactly(Strand.Sort.ALERTS, Strand.Sort.EVENT, Strand.Sort.EVENT);
    assertThat(strands.getFirst().head()).isEqualTo(all.getFirst());
    assertThat(strands.getFirst().parts()).hasSize(11);
  }
}
