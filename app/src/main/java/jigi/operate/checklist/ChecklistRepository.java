package jigi.operate.checklist;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import jigi.base.kernel.Ids;
import jigi.base.kernel.Json;
import jigi.base.kernel.Status;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** Checklists that were begun, their answers and signatures. */
final class ChecklistRepository {
  /**
   * A checklist that was begun.
   *
   * @param items as they stood in the manual then
   */
  record Begun(
      String run,
      String system,
      String name,
      Instant due,
      boolean reported,
      List<Item> items,
      Sheet.@Nullable Signature signature) {}

  /** As it is stored: a sealed interface would need type names in the database. */
  private record StoredItem(
      String text,
      String section,
      String kind,
      @Nullable String what,
      int line,
      @Nullable String role,
      int minutes,
      @Nullable String evidence,
      @Nullable String due) {
    static StoredItem of(Item item) {
      return switch (item.way()) {
        case Item.Way.Check check -> of(item, "check", check.condition());
        case Item.Way.Run run -> of(item, "run", run.runbook());
        case Item.Way.Logs logs -> of(item, "logs", logs.component());
        case Item.Way.Hand hand -> of(item, "hand", hand.unit());
        case Item.Way.Alerts alerts -> of(item, "alerts", null);
      };
    }

    private static StoredItem of(Item item, String kind, @Nullable String what) {
      return new StoredItem(
          item.text(),
          item.section(),
          kind,
          what,
          item.line(),
          item.work().role(),
          item.work().minutes(),
          item.work().evidence(),
          item.work().due() == null ? null : item.work().due().toString());
    }

    Item item() {
      Item.Way way =
          switch (kind) {
            case "check" -> new Item.Way.Check(String.valueOf(what));
            case "run" -> new Item.Way.Run(String.valueOf(what));
            case "logs" -> new Item.Way.Logs(String.valueOf(what));
            case "alerts" -> new Item.Way.Alerts();
            default -> new Item.Way.Hand(what);
          };
      Duration within = due == null ? null : Duration.parse(due);
      return new Item(text, section, way, new Item.Work(role, minutes, evidence, within), line);
    }
  }

  private record StoredItems(List<StoredItem> items) {}

  void insert(Handle handle, String run, Checklist checklist, Instant now) {
    List<StoredItem> items = checklist.items().stream().map(StoredItem::of).toList();
    handle
        .createUpdate(
            "INSERT INTO checklist_run (run, system, name, started_at, due_at, items)"
                + " VALUES (:run, :system, :name, :now, :due, :items)")
        .bind("run", run)
        .bind("system", checklist.system())
        .bind("name", checklist.name())
        .bind("now", Ids.micros(now))
        .bind("due", Ids.micros(now.plus(checklist.terms().due())))
        .bind("items", Json.write(new StoredItems(items)))
        .execute();
    for (int i = 0; i < checklist.items().size(); i++) {
      Duration within = checklist.items().get(i).work().due();
      if (within != null) {
        insertDue(handle, new Dated(run, i, now.plus(within)), checklist.system());
      }
    }
  }

  /**
   * An item that has a date of its own.
   *
   * @param item from 0
   */
  record Dated(String run, int item, Instant due) {}

  private static void insertDue(Handle handle, Dated dated, String system) {
    handle
        .createUpdate(
            "INSERT INTO checklist_item_due (run, item, system, due_at)"
                + " VALUES (:run, :item, :system, :due)")
        .bind("run", dated.run())
        .bind("item", dated.item())
        .bind("system", system)
        .bind("due", Ids.micros(dated.due()))
        .execute();
  }

  /** Items whose dates were not looked at yet, soonest first. */
  List<Dated> dated(Handle handle) {
    return handle
        .createQuery("SELECT * FROM checklist_item_due WHERE reported_at IS NULL ORDER BY due_at")
        .map((rs, context) -> dated(rs))
        .list();
  }

  /** Items whose dates lie within the time, soonest first. */
  List<Dated> dated(Handle handle, Instant from, Instant to) {
    return handle
        .createQuery(
            "SELECT * FROM checklist_item_due WHERE due_at >= :from AND due_at < :to"
                + " ORDER BY due_at, run, item")
        .bind("from", Ids.micros(from))
        .bind("to", Ids.micros(to))
        .map((rs, context) -> dated(rs))
        .list();
  }

  private static Dated dated(ResultSet rs) throws SQLException {
    return new Dated(rs.getString("run"), rs.getInt("item"), Ids.instant(rs.getLong("due_at")));
  }

  /** False when its date was looked at before. */
  boolean reached(Handle handle, Dated dated, Instant now) {
    return handle
            .createUpdate(
                "UPDATE checklist_item_due SET reported_at = :now"
                    + " WHERE run = :run AND item = :item AND reported_at IS NULL")
            .bind("run", dated.run())
            .bind("item", dated.item())
            .bind("now", Ids.micros(now))
            .execute()
        > 0;
  }

  @Nullable Begun find(Handle handle, String run) {
    return handle
        .createQuery("SELECT * FROM checklist_run WHERE run = :run")
        .bind("run", run)
        .map((rs, context) -> begun(rs))
        .findOne()
        .orElse(null);
  }

  /** Newest first. */
  List<Begun> list(Handle handle, String system, String name, int limit) {
    return handle
        .createQuery(
            "SELECT * FROM checklist_run WHERE system = :system AND name = :name"
                + " ORDER BY started_at DESC, run DESC LIMIT :limit")
        .bind("system", system)
        .bind("name", name)
        .bind("limit", limit)
        .map((rs, context) -> begun(rs))
        .list();
  }

  /** When the checklist of a run was begun the time before; null when that was the first time. */
  @Nullable Instant before(Handle handle, String run) {
    return handle
        .createQuery(
            """
            SELECT MAX(earlier.started_at) AS at
            FROM checklist_run one
            JOIN checklist_run earlier ON earlier.system = one.system
              AND earlier.name = one.name AND earlier.started_at < one.started_at
            WHERE one.run = ?
            """)
        .bind(0, run)
        .map((row, context) -> row.getObject("at") == null ? -1L : row.getLong("at"))
        .findOne()
        .filter(micros -> micros >= 0)
        .map(Ids::instant)
        .orElse(null);
  }

  /** Those of a system that began within the time, oldest first. */
  List<Begun> between(Handle handle, String system, Instant from, Instant to) {
    return handle
        .createQuery(
            "SELECT * FROM checklist_run WHERE system = :system AND started_at >= :from"
                + " AND started_at < :to ORDER BY started_at, run")
        .bind("system", system)
        .bind("from", Ids.micros(from))
        .bind("to", Ids.micros(to))
        .map((rs, context) -> begun(rs))
        .list();
  }

  void attach(Handle handle, String run, Evidence evidence) {
    handle
        .createUpdate(
            "INSERT INTO checklist_evidence (id, run, item, name, type, bytes, hash, added_by,"
                + " added_at) VALUES (:id, :run, :item, :name, :type, :bytes, :hash, :by, :at)")
        .bind("id", evidence.id())
        .bind("run", run)
        .bind("item", evidence.item())
        .bind("name", evidence.name())
        .bind("type", evidence.type())
        .bind("bytes", evidence.bytes())
        .bind("hash", evidence.hash())
        .bind("by", evidence.by())
        .bind("at", Ids.micros(evidence.at()))
        .execute();
  }

  /** In the order of their coming. */
  List<Evidence> evidence(Handle handle, String run) {
    return handle
        .createQuery("SELECT * FROM checklist_evidence WHERE run = :run ORDER BY added_at, id")
        .bind("run", run)
        .map(
            (rs, context) ->
                new Evidence(
                    rs.getString("id"),
                    rs.getInt("item"),
                    rs.getString("name"),
                    rs.getString("type"),
                    rs.getLong("bytes"),
                    rs.getString("hash"),
                    rs.getString("added_by"),
                    Ids.instant(rs.getLong("added_at"))))
        .list();
  }

  /** Those that nobody has signed, whose lateness was not reported yet. */
  List<Begun> awaited(Handle handle) {
    return handle
        .createQuery(
            "SELECT * FROM checklist_run WHERE signed_at IS NULL AND overdue_at IS NULL"
                + " ORDER BY due_at")
        .map((rs, context) -> begun(rs))
        .list();
  }

  /** False when it was reported before, or is signed. */
  boolean overdue(Handle handle, String run, Instant now) {
    return handle
            .createUpdate(
                "UPDATE checklist_run SET overdue_at = :now"
                    + " WHERE run = :run AND overdue_at IS NULL AND signed_at IS NULL")
            .bind("run", run)
            .bind("now", Ids.micros(now))
            .execute()
        > 0;
  }

  /** False when it was signed before. */
  boolean sign(Handle handle, String run, Sheet.Signature signature) {
    return handle
            .createUpdate(
                "UPDATE checklist_run SET signed_by = :by, signed_at = :at, note = :note,"
                    + " fields = :fields WHERE run = :run AND signed_at IS NULL")
            .bind("run", run)
            .bind("by", signature.by())
            .bind("at", Ids.micros(signature.at()))
            .bind("note", signature.note())
            .bind("fields", Json.write(signature.fields()))
            .execute()
        > 0;
  }

  void answer(Handle handle, String run, Answer answer) {
    handle
        .createUpdate(
            "INSERT INTO checklist_answer (run, item, seq, status, note, value, answered_by,"
                + " answered_at) SELECT :run, :item, COALESCE(MAX(seq), 0) + 1, :status, :note,"
                + " :value, :by, :at FROM checklist_answer WHERE run = :run AND item = :item")
        .bind("run", run)
        .bind("item", answer.item())
        .bind("status", answer.status().key())
        .bind("note", answer.note())
        .bind("value", answer.value())
        .bind("by", answer.by())
        .bind("at", Ids.micros(answer.at()))
        .execute();
  }

  /** The last answer to each item. */
  Map<Integer, Answer> answers(Handle handle, String run) {
    Map<Integer, Answer> all = new TreeMap<>();
    handle
        .createQuery("SELECT * FROM checklist_answer WHERE run = :run ORDER BY item, seq")
        .bind("run", run)
        .map((rs, context) -> answer(rs))
        .list()
        .forEach(answer -> all.put(answer.item(), answer));
    return all;
  }

  private static Answer answer(ResultSet rs) throws SQLException {
    return new Answer(
        rs.getInt("item"),
        Status.valueOf(rs.getString("status").toUpperCase(Locale.ROOT)),
        rs.getString("note"),
        rs.getString("value"),
        rs.getString("answered_by"),
        Ids.instant(rs.getLong("answered_at")));
  }

  private static Begun begun(ResultSet rs) throws SQLException {
    rs.getLong("overdue_at");
    boolean reported = !rs.wasNull();
    String by = rs.getString("signed_by");
    return new Begun(
        rs.getString("run"),
        rs.getString("system"),
        rs.getString("name"),
        Ids.instant(rs.getLong("due_at")),
        reported,
        Json.read(rs.getString("items"), StoredItems.class).items().stream()
            .map(StoredItem::item)
            .toList(),
        by == null
            ? null
            : new Sheet.Signature(
                by,
                Ids.instant(rs.getLong("signed_at")),
                rs.getString("note"),
                Json.texts(rs.getString("fields"))));
  }
}
