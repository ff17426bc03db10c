package jigi.present.api.rooms;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import jigi.base.journal.Event;
import jigi.base.journal.EventDraft;
import jigi.base.journal.EventKind;
import jigi.present.api.view.Happening;
import org.junit.jupiter.api.Test;

/** What of the journal stands on the first page. */
class RecentTest {
  private static final Instant NOW = Instant.parse("2026-01-13T01:37:12Z");

  private final List<Event> journal = new ArrayList<>();

  private void past(long secondsAgo, EventDraft what) {
    journal.add(
        new Event(
            "e" + journal.size(), "n", journal.size() + 1, NOW.minusSeconds(secondsAgo), what, ""));
  }

  private static EventDraft event(String kind) {
    return EventDraft.of(EventKind.of(kind)).system("shop");
  }

  private static EventDraft probe(String component, String to) {
    return event("probe.changed").component(component).with("probe", "http").with("to", to);
  }

  @Test
  void tellsAProbeThatGoesBackAndForthAsOneLine() {
    for (int i = 0; i < 12; i++) {
      past(i * 2L, probe("web", i % 2 == 0 ? "FAIL" : "OK"));
      past(i * 2L, event("alert.pending"));
      past(i * 2L, event("alert.inactive"));
    }
    past(30, probe("db", "OK"));
    List<Happening> told = Recent.of(journal, 10);
    assertThat(told).hasSize(2);
    assertThat(told.getFirst().times()).isEqualTo(12);
    assertThat(told.getFirst().event().what().args()).containsEntry("to", "FAIL");
    assertThat(told.getFirst().from()).isEqualTo(NOW.minusSeconds(22));
    assertThat(told.get(1).times()).isEqualTo(1);
  }

  @Test
  void tellsApartWhatIsLongApart() {
    past(0, probe("web", "OK"));
    past(600, probe("web", "FAIL"));
    assertThat(Recent.of(journal, 10)).extracting(Happening::times).containsExactly(1, 1);
  }

  @Test
  void leavesRunsOfDeliveriesToTheJournalAndSumsUpTheirOutcome() {
    past(0, event("delivery.accepted").with("channel", "chat"));
    past(1, event("run.finished").with("lane", "delivery"));
    past(1, event("delivery.accepted").with("channel", "mail"));
    past(2, event("run.step").with("lane", "delivery"));
    past(3, event("run.finished").with("state", "succeeded"));
    List<Happening> told = Recent.of(journal, 10);
    assertThat(told)
        .extracting(one -> one.event().what().kind().name())
        .containsExactly("delivery.accepted", "run.finished");
    assertThat(told.getFirst().times()).isEqualTo(2);
    assertThat(told.getFirst().names()).containsExactly("chat", "mail");
  }

  @Test
  void tellsOfRunsThatWaitForAPersonButNotOfThoseThatWaitForTime() {
    past(0, event("run.waiting").with("reason", "time"));
    past(1, event("run.waiting").with("reason", "approval"));
    past(2, event("run.queued"));
    past(3, event("run.started"));
    assertThat(Recent.of(journal, 10))
        .extracting(one -> one.event().what().args().get("reason"))
        .containsExactly("approval");
  }
}
