package jigi.base.run.redis;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import jigi.base.connect.redis.RedisSession;
import jigi.base.connect.redis.Reply;
import jigi.base.connect.wire.WireException;

/**
 * Goes through the keys of a pattern by {@code SCAN}, so that the server answers others between two
 * steps.
 *
 * @see <a href="https://redis.io/docs/latest/commands/scan/">SCAN</a>
 */
final class KeyWalk {
  private static final String STEP = "1000";
  private static final int BATCH = 500;
  private static final int EXAMPLES = 5;

  /** SCAN may give a key twice; beyond so many that is left in the count. */
  private static final int REMEMBERED = 100_000;

  private final RedisSession session;
  private final String pattern;
  private final List<String> examples = new ArrayList<>();

  KeyWalk(RedisSession session, String pattern) {
    this.session = session;
    this.pattern = pattern;
  }

  /** What is done with the keys of one step. */
  @FunctionalInterface
  private interface Each {
    long of(List<String> keys) throws WireException;
  }

  /** How many there are. */
  long count() throws WireException, InterruptedException {
    Set<String> hashes = new LinkedHashSet<>();
    return walk(
        keys -> {
          keys.stream()
              .limit(EXAMPLES - Math.min(EXAMPLES, examples.size()))
              .forEach(examples::add);
          long fresh = 0;
          for (String key : keys) {
            fresh += hashes.size() >= REMEMBERED || hashes.add(key) ? 1 : 0;
          }
          return fresh;
        });
  }

  /** Removes them; gives how many there were to remove. */
  long unlink() throws WireException, InterruptedException {
    return walk(
        keys -> {
          long removed = 0;
          for (int i = 0; i < keys.size(); i += BATCH) {
            List<String> command = new ArrayList<>(List.of("UNLINK"));
            command.addAll(keys.subList(i, Math.min(keys.size(), i + BATCH)));
            Reply reply = session.command(command);
            if (!(reply instanceof Reply.Number(long value))) {
              throw WireException.fail("UNLINK: " + reply.shown());
            }
            removed += value;
          }
          return removed;
        });
  }

  private long walk(Each each) throws WireException, InterruptedException {
    String cursor = "0";
    long total = 0;
    do {
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
      Reply reply = session.command("SCAN", cursor, "MATCH", pattern, "COUNT", STEP);
      if (!(reply instanceof Reply.Items(List<Reply> parts))
          || parts.size() != 2
          || !(parts.get(1) instanceof Reply.Items(List<Reply> keys))) {
        throw WireException.fail("SCAN: " + reply.shown());
      }
      total += each.of(keys.stream().map(Reply::shown).distinct().toList());
      cursor = parts.getFirst().shown();
    } while (!cursor.equals("0"));
    return total;
  }

  /** Some of them, in brackets. */
  String examples() {
    return examples.isEmpty() ? "" : " (" + String.join(", ", examples) + ", …)";
  }
}
