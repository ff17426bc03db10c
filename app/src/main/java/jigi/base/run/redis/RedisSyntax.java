package jigi.base.run.redis;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import jigi.base.config.Place;
import jigi.base.config.Problems;
import jigi.base.run.Comparison;
import jigi.base.run.StepPart;
import jigi.base.run.StepReference;
import jigi.base.run.StepSyntax;

/** {@code ```redis look connection=cache}. */
public class RedisSyntax implements StepSyntax {
  static final String CONNECTION = "connection";
  static final String SCAN = "scan";
  static final String UNLINK = "unlink";
  static final String MOST = "at-most";
  static final String EXPECT = "expect";
  static final String ALLOW = "allow";

  /** Commands that stop the server, empty it, or keep it busy for as long as it has keys. */
  private static final Set<String> DANGEROUS =
      Set.of("KEYS", "FLUSHALL", "FLUSHDB", "SHUTDOWN", "DEBUG", "SWAPDB", "REPLICAOF", "SLAVEOF");

  /** Commands whose answers never end. */
  private static final Set<String> ENDLESS =
      Set.of("MONITOR", "SUBSCRIBE", "PSUBSCRIBE", "SSUBSCRIBE", "SYNC", "PSYNC");

  @Override
  public final String language() {
    return "redis";
  }

  @Override
  public final Set<String> attributes() {
    return Set.of(CONNECTION, SCAN, UNLINK, MOST, EXPECT, ALLOW);
  }

  @Override
  public final boolean roled() {
    return true;
  }

  @Override
  public final Map<String, StepReference> references() {
    return Map.of(CONNECTION, StepReference.REDIS_CONNECTION);
  }

  @Override
  public final Class<?> beside() {
    return RedisSyntax.class;
  }

  @Override
  public final Map<String, Integer> parameters(StepPart part) {
    Map<String, Integer> all = new TreeMap<>();
    for (CommandLine line : CommandLine.parse(part.source())) {
      line.words().forEach(word -> word.names().forEach(n -> all.putIfAbsent(n, line.line())));
    }
    for (String name : List.of(SCAN, UNLINK)) {
      String pattern = part.attributes().getOrDefault(name, "");
      CommandLine.Word.of(pattern).names().forEach(n -> all.putIfAbsent(n, -1));
    }
    return all;
  }

  @Override
  public final void check(StepPart part, Place place, Problems problems) {
    Map<String, String> attributes = part.attributes();
    if (!attributes.containsKey(CONNECTION)) {
      problems.error(
          place,
          "missing-attribute",
          "a redis block names no connection",
          "write ```redis look connection=name-of-the-connection");
    }
    checkValues(attributes, place, problems);
    List<CommandLine> lines = CommandLine.parse(part.source());
    boolean walks = attributes.containsKey(SCAN) || attributes.containsKey(UNLINK);
    if (lines.isEmpty() != walks) {
      problems.error(
          place,
          walks ? "misplaced-block" : "empty-block",
          walks ? "the block has commands beside scan= or unlink=" : "the block holds no command",
          walks ? "put them into a block of their own" : "write one, or scan=\"pattern:*\"");
    }
    Set<String> allowed = allowed(part);
    for (CommandLine line : lines) {
      checkCommand(
          line, allowed, new Place(place.file(), place.line() + 1 + line.line(), 1), problems);
    }
  }

  private static void checkValues(Map<String, String> attributes, Place place, Problems problems) {
    String most = attributes.get(MOST);
    if (most != null && !most.matches("[1-9][0-9]{0,8}")) {
      problems.error(
          place, "bad-value", "not a value for at-most ('" + most + "')", "write a number from 1");
    }
    String expect = attributes.get(EXPECT);
    if (expect != null && Comparison.read(expect) == null) {
      problems.error(
          place, "bad-value", "not a value for expect ('" + expect + "')", "write expect=\"> 0\"");
    }
    if (attributes.containsKey(UNLINK) && attributes.get(UNLINK).matches("[*?]*")) {
      problems.error(
          place,
          "bad-value",
          "the pattern is that of every key ('" + attributes.get(UNLINK) + "')",
          "name the keys' beginning, such as unlink=\"expired:*\"");
    }
  }

  private static void checkCommand(
      CommandLine line, Set<String> allowed, Place place, Problems problems) {
    if (line.fault() != null) {
      problems.error(place, "unterminated-literal", line.fault(), "close it");
      return;
    }
    String command = line.command();
    if (ENDLESS.contains(command)) {
      problems.error(
          place,
          "endless-command",
          "the command never ends (" + command + ")",
          "use redis-cli in an sh block with a timeout");
    } else if (DANGEROUS.contains(command) && !allowed.contains(command)) {
      problems.error(
          place,
          "dangerous-command",
          "the command stops, empties or blocks the whole server (" + command + ")",
          command.equals("KEYS")
              ? "write scan=\"pattern:*\", which takes small steps"
              : "write allow=" + command + " when that is what you want");
    }
  }

  static Set<String> allowed(StepPart part) {
    Set<String> all = new TreeSet<>();
    for (String word : part.attributes().getOrDefault(ALLOW, "").split("[,\\s]+")) {
      all.add(word.toUpperCase(Locale.ROOT));
    }
    return all;
  }
}
