package jigi.operate.backup.source;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What was in a source at the instant of the backup, and is compared with what a restore gives.
 *
 * @param about what a restore needs and is not compared: {@code server}, {@code encoding}, {@code
 *     role/shop}
 * @param facts what must be the same again, by {@code what/where}: {@code rows/public.orders}
 */
public record Contents(Map<String, String> about, Map<String, String> facts) {
  /** The number of rows of a table, keys or files. */
  public static final String ROWS = "rows/";

  /** A checksum over all rows of a table. */
  public static final String CHECKSUM = "checksum/";

  /** A checksum over a sample of the rows of a large table. */
  public static final String SAMPLE = "sample/";

  /** Of {@link #about}: a file that changed while it was read. */
  public static final String CHANGED = "changed/";

  /** Of {@link #about}: {@link Source#state} before the first byte was read. */
  public static final String STATE = "state";

  /** Of {@link #about}: the id of another backup without which it is not restored. */
  public static final String UPON = "upon/";

  /** Of {@link #about}: how many increments there are since the whole one, this one included. */
  public static final String INCREMENT = "increment";

  /** What holds before anything was measured. */
  public static final Contents NONE = new Contents(Map.of(), Map.of());

  public Contents {
    about = Collections.unmodifiableMap(new TreeMap<>(about));
    facts = Collections.unmodifiableMap(new TreeMap<>(facts));
  }

  /** All rows of all tables. */
  public long rows() {
    return facts.entrySet().stream()
        .filter(fact -> fact.getKey().startsWith(ROWS))
        .mapToLong(fact -> Long.parseLong(fact.getValue()))
        .sum();
  }

  /** How many tables, keyspaces or folders were counted. */
  public int tables() {
    return (int) facts.keySet().stream().filter(fact -> fact.startsWith(ROWS)).count();
  }

  /** Which increment it is since the whole one; 0 for a whole one. */
  public int increment() {
    return Integer.parseInt(about.getOrDefault(INCREMENT, "0"));
  }

  /** The names behind a prefix of {@link #about}, sorted. */
  public List<String> named(String prefix) {
    return about.keySet().stream()
        .filter(key -> key.startsWith(prefix))
        .map(key -> key.substring(prefix.length()))
        .toList();
  }

  /** What of this is not so in the other, sorted; empty when the other is the same. */
  public List<Difference> differences(Contents restored) {
    List<Difference> all = new ArrayList<>();
    TreeSet<String> keys = new TreeSet<>(facts.keySet());
    keys.addAll(restored.facts.keySet());
    for (String key : keys) {
      String wanted = facts.get(key);
      String found = restored.facts.get(key);
      if (wanted == null || !wanted.equals(found)) {
        all.add(new Difference(key, wanted == null ? "" : wanted, found == null ? "" : found));
      }
    }
    return withoutEchoes(all);
  }

  /**
   * A table that is not there at all is said once, and one with other rows has another checksum.
   */
  private static List<Difference> withoutEchoes(List<Difference> all) {
    TreeSet<String> otherRows = new TreeSet<>();
    all.stream()
        .filter(each -> each.fact().startsWith(ROWS))
        .forEach(each -> otherRows.add(each.where()));
    return all.stream()
        .filter(each -> each.fact().startsWith(ROWS) || !isOfTable(each, otherRows))
        .toList();
  }

  private static boolean isOfTable(Difference each, TreeSet<String> tables) {
    boolean counted =
        each.fact().startsWith(CHECKSUM)
            || each.fact().startsWith(SAMPLE)
            || (each.fact().startsWith("owner/") && each.isMissing());
    return counted && tables.contains(each.where());
  }
}
