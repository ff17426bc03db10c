package jigi.base.journal;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import jigi.base.kernel.Ids;
import jigi.base.kernel.Json;
import jigi.base.store.Store.Dialect;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;
import org.jspecify.annotations.Nullable;

/** The journal's tables. */
final class JournalRepository {
  /** Where a node's chain ends. */
  record Head(long seq, long at, String hash) {}

  private static final String EVENTS =
      """
      SELECT e.id, e.node, e.seq, e.at, e.kind, e.schema_version, e.system, e.component, e.actor,
             e.cause, e.run, e.incident, e.hash, p.args
      FROM journal_entry e LEFT JOIN journal_payload p ON p.event = e.id
      """;

  private JournalRepository() {}

  /** Makes the row that appends of the node are serialised by. */
  static void ensureHead(Handle handle, String node) {
    handle
        .createUpdate(
            "INSERT INTO journal_head (node, seq, at, hash) VALUES (:node, 0, 0, :hash)"
                + " ON CONFLICT (node) DO NOTHING")
        .bind("node", node)
        .bind("hash", Entry.FIRST)
        .execute();
  }

  /** The chain's end, locked until the transaction ends. */
  static Head lockHead(Handle handle, Dialect dialect, String node) {
    String lock =
        switch (dialect) {
          case SQLITE -> ""; // the whole file has one writer
          case POSTGRESQL -> " FOR UPDATE";
        };
    return handle
        .createQuery("SELECT seq, at, hash FROM journal_head WHERE node = :node" + lock)
        .bind("node", node)
        .map((rs, context) -> new Head(rs.getLong("seq"), rs.getLong("at"), rs.getString("hash")))
        .one();
  }

  static void insert(Handle handle, Entry entry, Entry.Payload payload, String hash) {
    handle
        .createUpdate(
            """
            INSERT INTO journal_entry (node, seq, id, at, kind, schema_version, system, component,
              actor, cause, run, incident, payload_hash, previous_hash, hash)
            VALUES (:node, :seq, :id, :at, :kind, :schemaVersion, :system, :component,
              :actor, :cause, :run, :incident, :payloadHash, :previousHash, :hash)
            """)
        .bind("node", entry.node())
        .bind("seq", entry.seq())
        .bind("id", entry.id())
        .bind("at", entry.at())
        .bind("kind", entry.kind())
        .bind("schemaVersion", entry.schemaVersion())
        .bind("system", entry.system())
        .bind("component", entry.component())
        .bind("actor", entry.actor())
        .bind("cause", entry.cause())
        .bind("run", entry.run())
        .bind("incident", entry.incident())
        .bind("payloadHash", entry.payloadHash())
        .bind("previousHash", entry.previousHash())
        .bind("hash", hash)
        .execute();
    handle
        .createUpdate(
            "INSERT INTO journal_payload (event, salt, args) VALUES (:event, :salt, :args)")
        .bind("event", entry.id())
        .bind("salt", payload.salt())
        .bind("args", payload.args())
        .execute();
    handle
        .createUpdate(
            "UPDATE journal_head SET seq = :seq, at = :at, hash = :hash WHERE node = :node")
        .bind("node", entry.node())
        .bind("seq", entry.seq())
        .bind("at", entry.at())
        .bind("hash", hash)
        .execute();
  }

  /** Newest first; with {@code older} only what comes after that event in this order. */
  static List<Event> find(Handle handle, Dialect dialect, EventQuery query, @Nullable Event older) {
    List<String> where = new ArrayList<>();
    Map<String, Object> values = new TreeMap<>();
    equal(where, values, "system", query.system());
    equal(where, values, "run", query.run());
    equal(where, values, "incident", query.incident());
    if (query.kindPrefix() != null) {
      where.add(
          switch (dialect) {
            case SQLITE -> "e.kind >= :kind AND e.kind < :kind || char(65535)";
            case POSTGRESQL -> "starts_with(e.kind, :kind)"; // its order depends on the locale
          });
      values.put("kind", query.kindPrefix());
    }
    more(where, values, query.more());
    if (query.before() != null) {
      where.add("e.at < :before");
      values.put("before", Ids.micros(query.before()));
    }
    if (older != null) {
      where.add("(e.at, e.node, e.seq) < (:at, :node, :seq)");
      values.put("at", Ids.micros(older.at()));
      values.put("node", older.node());
      values.put("seq", older.seq());
    }
    String sql =
        EVENTS
            + (where.isEmpty() ? "" : "WHERE " + String.join(" AND ", where))
            + " ORDER BY e.at DESC, e.node DESC, e.seq DESC LIMIT :limit";
    return events(
        handle.createQuery(sql).bindMap(values).bind("limit", Math.clamp(query.limit(), 1, 1000)));
  }

  private static void more(List<String> where, Map<String, Object> values, EventQuery.More more) {
    equal(where, values, "component", more.component());
    if (!more.kinds().isEmpty()) {
      List<String> names = new ArrayList<>();
      for (String kind : more.kinds()) {
        values.put("kind" + names.size(), kind);
        names.add(":kind" + names.size());
      }
      where.add("e.kind IN (" + String.join(", ", names) + ")");
    }
    if (more.text() != null) {
      where.add("lower(p.args) LIKE :text ESCAPE '!'");
      values.put("text", "%" + escaped(more.text()) + "%");
    }
  }

  /** As the text stands within JSON, with the wildcards of LIKE taken literally. */
  private static String escaped(String text) {
    String json = Json.write(text);
    return json.substring(1, json.length() - 1)
        .toLowerCase(java.util.Locale.ROOT)
        .replaceAll("[!%_]", "!$0");
  }

  private static void equal(
      List<String> where, Map<String, Object> values, String column, @Nullable String value) {
    if (value != null) {
      where.add("e." + column + " = :" + column);
      values.put(column, value);
    }
  }

  /** The node's events after a sequence number, in order. */
  static List<Event> after(Handle handle, String node, long seq, int limit) {
    return events(
        handle
            .createQuery(
                EVENTS + "WHERE e.node = :node AND e.seq > :seq ORDER BY e.seq LIMIT :limit")
            .bind("node", node)
            .bind("seq", seq)
            .bind("limit", limit));
  }

  /** The nodes that have recorded events, but for one. */
  static List<String> others(Handle handle, String node) {
    return handle
        .createQuery("SELECT node FROM journal_head WHERE node <> :node ORDER BY node")
        .bind("node", node)
        .mapTo(String.class)
        .list();
  }

  static long lastSeq(Handle handle, String node) {
    return handle
        .createQuery("SELECT seq FROM journal_head WHERE node = :node")
        .bind("node", node)
        .mapTo(Long.class)
        .one();
  }

  static @Nullable Long cursor(Handle handle, String follower, String node) {
    return handle
        .createQuery("SELECT seq FROM journal_cursor WHERE follower = :follower AND node = :node")
        .bind("follower", follower)
        .bind("node", node)
        .mapTo(Long.class)
        .findOne()
        .orElse(null);
  }

  static void startCursor(Handle handle, String follower, String node, long seq) {
    handle
        .createUpdate(
            "INSERT INTO journal_cursor (follower, node, seq) VALUES (:follower, :node, :seq)"
                + " ON CONFLICT (follower, node) DO NOTHING")
        .bind("follower", follower)
        .bind("node", node)
        .bind("seq", seq)
        .execute();
  }

  /**
   * Moves the cursor forwards; false when it is there already, as when a second process follows by
   * the same name.
   */
  static boolean moveCursor(Handle handle, String follower, String node, long seq) {
    return handle
            .createUpdate(
                "UPDATE journal_cursor SET seq = :seq"
                    + " WHERE follower = :follower AND node = :node AND seq < :seq")
            .bind("follower", follower)
            .bind("node", node)
            .bind("seq", seq)
            .execute()
        == 1;
  }

  private static List<Event> events(Query query) {
    return query.map((rs, context) -> event(rs)).list();
  }

  private static Event event(ResultSet rs) throws SQLException {
    EventKind kind = new EventKind(rs.getString("kind"), rs.getInt("schema_version"));
    var links =
        new EventDraft.Links(rs.getString("cause"), rs.getString("run"), rs.getString("incident"));
    EventDraft what =
        new EventDraft(
            kind,
            rs.getString("system"),
            rs.getString("component"),
            rs.getString("actor"),
            links,
            args(rs.getString("args")));
    return new Event(
        rs.getString("id"),
        rs.getString("node"),
        rs.getLong("seq"),
        Ids.instant(rs.getLong("at")),
        what,
        rs.getString("hash"));
  }

  private static Map<String, String> args(@Nullable String json) {
    return json == null ? new TreeMap<>() : new TreeMap<>(Json.texts(json));
  }
}
