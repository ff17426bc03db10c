package jigi.operate.backup.source.redis;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import jigi.base.connect.redis.RedisSession;
import jigi.base.connect.redis.Reply;
import jigi.base.connect.wire.WireException;
import jigi.base.kernel.Hash;
import jigi.operate.backup.source.BackupException;
import jigi.operate.backup.source.Contents;

/**
 * Measures a server by its own words: how many keys each database has, and checksums over the
 * values of some that do not expire. The names of keys are kept as hashes: they may be secrets.
 */
final class RedisContents {
  static final String EXPIRING = "expiring/";
  private static final int SAMPLED = 100;
  private static final int LONGEST = 1000;
  private static final int LONGEST_TEXT = 1024 * 1024;
  private static final Pattern DATABASE =
      Pattern.compile("(?m)^(db[0-9]+):keys=([0-9]+),expires=([0-9]+)");

  private RedisContents() {}

  /** {@code rows/db0} and {@code expiring/db0} of every database that has keys. */
  static Map<String, String> counts(RedisSession session) throws WireException, BackupException {
    Map<String, String> facts = new TreeMap<>();
    Matcher matcher = DATABASE.matcher(text(session.command("INFO", "keyspace")));
    while (matcher.find()) {
      facts.put(Contents.ROWS + matcher.group(1), matcher.group(2));
      facts.put(EXPIRING + matcher.group(1), matcher.group(3));
    }
    return facts;
  }

  /** Checksums over the first keys that the server tells of. */
  static Map<String, String> samples(RedisSession session, Map<String, String> counts)
      throws WireException, BackupException, InterruptedException {
    return samples(session, counts, SAMPLED, _ -> true);
  }

  /** Checksums over the same keys as a manifest. */
  static Map<String, String> samples(
      RedisSession session, Map<String, String> counts, Contents wanted)
      throws WireException, BackupException, InterruptedException {
    return samples(session, counts, Integer.MAX_VALUE, wanted.facts()::containsKey);
  }

  private static Map<String, String> samples(
      RedisSession session, Map<String, String> counts, int most, Predicate<String> which)
      throws WireException, BackupException, InterruptedException {
    Map<String, String> samples = new TreeMap<>();
    for (String fact : counts.keySet()) {
      if (fact.startsWith(Contents.ROWS)) {
        String database = fact.substring(Contents.ROWS.length());
        text(session.command("SELECT", database.substring(2)));
        sample(session, database, most, which, samples);
      }
    }
    return samples;
  }

  private static void sample(
      RedisSession session,
      String database,
      int most,
      Predicate<String> which,
      Map<String, String> samples)
      throws WireException, BackupException, InterruptedException {
    String cursor = "0";
    int seen = 0;
    do {
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
      List<Reply> answer = items(session.command("SCAN", cursor, "COUNT", "100"));
      cursor = text(answer.getFirst());
      for (Reply key : items(answer.get(1))) {
        String name = text(key);
        String fact =
            Contents.SAMPLE
                + database
                + "/"
                + Hash.of(name.getBytes(StandardCharsets.UTF_8)).substring(0, 16);
        seen++;
        if (which.test(fact)) {
          add(session, name, fact, samples);
        }
      }
    } while (!cursor.equals("0") && seen < most);
  }

  /** A name that is no text cannot be asked for. */
  private static void add(
      RedisSession session, String key, String fact, Map<String, String> samples)
      throws WireException, BackupException {
    if (key.indexOf('\ufffd') >= 0 || !text(session.command("TTL", key)).equals("-1")) {
      return;
    }
    String type = text(session.command("TYPE", key));
    List<String> size =
        switch (type) {
          case "string" -> List.of("STRLEN", key);
          case "list" -> List.of("LLEN", key);
          case "set" -> List.of("SCARD", key);
          case "zset" -> List.of("ZCARD", key);
          case "hash" -> List.of("HLEN", key);
          case "stream" -> List.of("XLEN", key);
          default -> List.of();
        };
    if (size.isEmpty()) {
      return;
    }
    long length = Long.parseLong(text(session.command(size)));
    boolean whole = length <= (type.equals("string") ? LONGEST_TEXT : LONGEST);
    String value = whole ? value(session, key, type) : "";
    samples.put(
        fact,
        Hash.of((type + " " + length + " " + value).getBytes(StandardCharsets.UTF_8))
            .substring(0, 16));
  }

  /** What has no order of its own is put into one. */
  private static String value(RedisSession session, String key, String type)
      throws WireException, BackupException {
    return switch (type) {
      case "string" -> text(session.command("GET", key));
      case "list" -> text(session.command("LRANGE", key, "0", "-1"));
      case "set" ->
          String.join(
              "\n",
              items(session.command("SMEMBERS", key)).stream().map(Reply::shown).sorted().toList());
      case "zset" -> text(session.command("ZRANGE", key, "0", "-1", "WITHSCORES"));
      case "hash" -> pairs(items(session.command("HGETALL", key)));
      default -> text(session.command("XRANGE", key, "-", "+"));
    };
  }

  private static String pairs(List<Reply> all) {
    Map<String, String> pairs = new TreeMap<>();
    for (int i = 0; i + 1 < all.size(); i += 2) {
      pairs.put(all.get(i).shown(), all.get(i + 1).shown());
    }
    return pairs.toString();
  }

  private static List<Reply> items(Reply reply) throws BackupException {
    return switch (reply) {
      case Reply.Items items -> items.values();
      case Reply.Refused refused -> throw refused(refused);
      case Reply.Text _, Reply.Number _, Reply.Nothing _ ->
          throw new BackupException("server-refused", "an unexpected answer: " + reply.shown());
    };
  }

  static String text(Reply reply) throws BackupException {
    if (reply instanceof Reply.Refused refused) {
      throw refused(refused);
    }
    return reply.shown();
  }

  private static BackupException refused(Reply.Refused refused) {
    boolean denied = refused.code().startsWith("NOPERM");
    return new BackupException(denied ? "not-allowed" : "server-refused", refused.message());
  }
}
