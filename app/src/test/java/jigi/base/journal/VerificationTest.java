package jigi.base.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import jigi.base.journal.Verification.Break;
import jigi.base.journal.Verification.What;
import jigi.base.kernel.Timeline;
import jigi.base.kernel.Troubles;
import jigi.base.store.MasterKey;
import jigi.base.store.Settings;
import jigi.base.store.Store;
import jigi.base.store.TestStores;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever is changed behind the journal's back is found, at its first place. */
class VerificationTest {
  private static final EventKind KIND = EventKind.of("alert.firing");

  private static final String GOLDEN =
      jigi.base.kernel.Hash.of(
          "jigi-journal-1\n2:n1\n1:1\n2:id\n1:5\n1:k\n1:1\n3:숍\n-\n4:jigi\n-\n-\n-\n1:p\n64:"
              + "0".repeat(64)
              + "\n");

  @TempDir private Path folder;
  private final Timeline timeline =
      Timeline.standing(java.time.Instant.parse("2026-03-01T00:00:00Z"));
  private final List<Event> events = new ArrayList<>();
  private Store store;
  private SqlJournal journal;

  @BeforeEach
  void record_some_events() {
    store = TestStores.sqlite(folder);
    journal = new SqlJournal(store, timeline, new Troubles(), "n1");
    store.change(
        tx -> {
          for (int i = 0; i < 1200; i++) {
            events.add(journal.append(tx, EventDraft.of(KIND).system("shop").with("i", i)));
          }
        });
  }

  @AfterEach
  void close_all() {
    journal.close();
    store.close();
    timeline.close();
  }

  @Test
  void an_untouched_journal_is_sound() {
    Verification found = journal.verify();
    assertThat(found.isSound()).isTrue();
    assertThat(found.chains())
        .containsExactly(new Verification.Chain("n1", 1200, events.getLast().hash(), 0));
  }

  @Test
  void a_change_of_any_column_is_found() {
    for (String column :
        List.of(
            "id",
            "at",
            "kind",
            "schema_version",
            "system",
            "component",
            "actor",
            "cause",
            "run",
            "incident",
            "payload_hash",
            "hash")) {
      Object before =
          store.read(
              h ->
                  h.createQuery("SELECT " + column + " FROM journal_entry WHERE seq = 700")
                      .mapToMap()
                      .one()
                      .get(column));
      Object after = before instanceof Number n ? (Object) (n.longValue() + 1) : "x";
      store.change(
          tx -> {
            tx.handle().execute("PRAGMA defer_foreign_keys = ON");
            if (column.equals("id")) {
              tx.handle().execute("UPDATE journal_payload SET event = 'x' WHERE event = ?", before);
            }
            tx.handle()
                .execute("UPDATE journal_entry SET " + column + " = ? WHERE seq = 700", after);
          });
      assertThat(journal.verify().broken())
          .as(column)
          .isEqualTo(new Break("n1", 700, What.CHANGED));
      store.change(
          tx -> {
            tx.handle().execute("PRAGMA defer_foreign_keys = ON");
            if (column.equals("id")) {
              tx.handle().execute("UPDATE journal_payload SET event = ? WHERE event = 'x'", before);
            }
            tx.handle()
                .createUpdate("UPDATE journal_entry SET " + column + " = :v WHERE seq = 700")
                .bindByType("v", before, before == null ? String.class : before.getClass())
                .execute();
          });
      assertThat(journal.verify().isSound()).as(column + " put back").isTrue();
    }
  }

  @Test
  void a_removed_entry_is_found() {
    remove(800);
    assertBreak(800, What.MISSING);
  }

  @Test
  void a_removed_entry_whose_gap_was_closed_is_found() {
    remove(800);
    tamper("UPDATE journal_entry SET seq = seq - 1 WHERE seq > 800 AND seq < 802");
    Break broken = journal.verify().broken();
    assertThat(broken).isNotNull().extracting(Break::seq).isEqualTo(800L);
  }

  @Test
  void removed_newest_entries_are_found() {
    remove(1199);
    remove(1200);
    assertBreak(1199, What.MISSING);
  }

  @Test
  void exchanged_entries_are_found() {
    tamper("UPDATE journal_entry SET seq = -1 WHERE seq = 900");
    tamper("UPDATE journal_entry SET seq = 900 WHERE seq = 901");
    tamper("UPDATE journal_entry SET seq = 901 WHERE seq = -1");
    assertBreak(900, What.REORDERED);
  }

  @Test
  void a_changed_or_vanished_payload_is_found() {
    String id = events.get(499).id();
    tamper("UPDATE journal_payload SET args = '{\"i\":\"0\"}' WHERE event = '" + id + "'");
    assertBreak(500, What.PAYLOAD_CHANGED);
    tamper("UPDATE journal_payload SET args = NULL, salt = NULL WHERE event = '" + id + "'");
    assertBreak(500, What.PAYLOAD_MISSING);
    String other = events.get(600).id();
    tamper("UPDATE journal_payload SET deleted_by = '" + other + "' WHERE event = '" + id + "'");
    assertBreak(500, What.PAYLOAD_MISSING);
    tamper("DELETE FROM journal_payload WHERE event = '" + id + "'");
    assertBreak(500, What.PAYLOAD_MISSING);
  }

  @Test
  void a_lawful_deletion_leaves_the_chain_sound_and_is_an_event() {
    Event gone = events.get(41);
    Event deletion = journal.forget(gone.id(), "request of the person", "user:kim");
    assertThat(journal.verify().isSound()).isTrue();
    assertThat(journal.verify().chains().getFirst().deletedPayloads()).isEqualTo(1);
    assertThat(journal.find(EventQuery.newest(1))).containsExactly(deletion);
    List<Event> all = journal.older(EventQuery.newest(1000), events.get(42));
    assertThat(all.getFirst().id()).isEqualTo(gone.id());
    assertThat(all.getFirst().what().args()).isEmpty();
    assertThatThrownBy(() -> journal.forget(deletion.id(), "", "user:kim"))
        .hasMessageContaining("event-must-stay");
    assertThatThrownBy(() -> journal.forget("x", "", "user:kim"))
        .hasMessageContaining("no-such-event");
  }

  @Test
  void a_chain_that_was_written_anew_is_found_by_a_head_that_was_kept() {
    MasterKey key = key("jigi");
    JournalHead head = journal.head(key);
    assertThat(head.isBy(key)).isTrue();
    assertThat(head.isBy(key("other"))).isFalse();
    JournalHead kept = JournalHead.parse(head.text());
    assertThat(kept).isEqualTo(head);
    journal.append(EventDraft.of(KIND));
    assertThat(journal.verify(kept).isSound()).isTrue();

    journal.close();
    tamper("DELETE FROM journal_payload");
    tamper("DELETE FROM journal_entry");
    tamper("DELETE FROM journal_head");
    journal = new SqlJournal(store, timeline, new Troubles(), "n1");
    store.change(
        tx -> {
          for (int i = 0; i < 1300; i++) {
            journal.append(tx, EventDraft.of(KIND).system("shop").with("i", 0));
          }
        });
    assertThat(journal.verify().isSound()).isTrue();
    assertThat(journal.verify(kept).broken()).isEqualTo(new Break("n1", 1200, What.NOT_AS_SIGNED));
    JournalHead forged =
        JournalHead.parse(kept.text().replace(kept.hash(), journal.head(key).hash()));
    assertThat(journal.verify(forged).broken())
        .isEqualTo(new Break("n1", 1200, What.BAD_SIGNATURE));
    assertThatThrownBy(() -> JournalHead.parse("jigi-head-1 x"))
        .hasMessageContaining("bad-journal-head");
  }

  @Test
  void the_canonical_bytes_do_not_change() {
    Entry entry =
        new Entry("n1", 1, "id", 5, "k", 1, "숍", null, "jigi", null, null, null, "p", Entry.FIRST);
    assertThat(entry.hash()).isEqualTo(GOLDEN);
    assertThat(new Entry.Payload("s", "{}").hash()).isEqualTo(jigi.base.kernel.Hash.of("s\n{}"));
  }

  private MasterKey key(String name) {
    return MasterKey.in(
        new Settings(folder.resolve("data"), folder.resolve(name), folder.resolve("m"), null));
  }

  private void remove(long seq) {
    tamper("DELETE FROM journal_payload WHERE event = '" + events.get((int) seq - 1).id() + "'");
    tamper("DELETE FROM journal_entry WHERE seq = " + seq);
  }

  private void assertBreak(long seq, What what) {
    assertThat(journal.verify().broken()).isEqualTo(new Break("n1", seq, what));
  }

  private void tamper(String sql) {
    store.change(tx -> tx.handle().execute(sql));
  }
}
