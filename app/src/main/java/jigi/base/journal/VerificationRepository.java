package jigi.base.journal;

import java.util.List;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** What verifying and lawful deletion read and write. */
final class VerificationRepository {
  /** A stored entry with its stored hash and payload. */
  record Stored(
      Entry entry,
      String hash,
      @Nullable String salt,
      @Nullable String args,
      @Nullable String deletedBy) {}

  private VerificationRepository() {}

  static List<String> nodes(Handle handle) {
    return handle
        .createQuery(
            "SELECT node FROM journal_head UNION SELECT node FROM journal_entry ORDER BY node")
        .mapTo(String.class)
        .list();
  }

  static JournalRepository.Head head(Handle handle, String node) {
    return handle
        .createQuery("SELECT seq, at, hash FROM journal_head WHERE node = :node")
        .bind("node", node)
        .map(
            (rs, context) ->
                new JournalRepository.Head(
                    rs.getLong("seq"), rs.getLong("at"), rs.getString("hash")))
        .findOne()
        .orElse(new JournalRepository.Head(0, 0, Entry.FIRST));
  }

  static List<Stored> page(Handle handle, String node, long after, int limit) {
    return handle
        .createQuery(
            """
            SELECT e.*, p.salt, p.args, p.deleted_by
            FROM journal_entry e LEFT JOIN journal_payload p ON p.event = e.id
            WHERE e.node = :node AND e.seq > :after ORDER BY e.seq LIMIT :limit
            """)
        .bind("node", node)
        .bind("after", after)
        .bind("limit", limit)
        .map(
            (rs, context) ->
                new Stored(
                    new Entry(
                        rs.getString("node"),
                        rs.getLong("seq"),
                        rs.getString("id"),
                        rs.getLong("at"),
                        rs.getString("kind"),
                        rs.getInt("schema_version"),
                        rs.getString("system"),
                        rs.getString("component"),
                        rs.getString("actor"),
                        rs.getString("cause"),
                        rs.getString("run"),
                        rs.getString("incident"),
                        rs.getString("payload_hash"),
                        rs.getString("previous_hash")),
                    rs.getString("hash"),
                    rs.getString("salt"),
                    rs.getString("args"),
                    rs.getString("deleted_by")))
        .list();
  }

  /** Whether some entry of the node, wherever it stands, names this hash as its previous one. */
  static boolean isNamed(Handle handle, String node, String previousHash) {
    return handle
        .createQuery(
            "SELECT 1 FROM journal_entry WHERE node = :node AND previous_hash = :hash LIMIT 1")
        .bind("node", node)
        .bind("hash", previousHash)
        .mapTo(Integer.class)
        .findOne()
        .isPresent();
  }

  static @Nullable String hashAt(Handle handle, String node, long seq) {
    return handle
        .createQuery("SELECT hash FROM journal_entry WHERE node = :node AND seq = :seq")
        .bind("node", node)
        .bind("seq", seq)
        .mapTo(String.class)
        .findOne()
        .orElse(null);
  }

  static @Nullable String kind(Handle handle, String id) {
    return handle
        .createQuery("SELECT kind FROM journal_entry WHERE id = :id")
        .bind("id", id)
        .mapTo(String.class)
        .findOne()
        .orElse(null);
  }

  static @Nullable String args(Handle handle, String id) {
    return handle
        .createQuery("SELECT args FROM journal_payload WHERE event = :id AND args IS NOT NULL")
        .bind("id", id)
        .mapTo(String.class)
        .findOne()
        .orElse(null);
  }

  static void emptyPayload(Handle handle, String id, String deletion) {
    handle.execute(
        "UPDATE journal_payload SET salt = NULL, args = NULL, deleted_by = ? WHERE event = ?",
        deletion,
        id);
  }
}
