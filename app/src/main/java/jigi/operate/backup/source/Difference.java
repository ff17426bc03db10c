package jigi.operate.backup.source;

/**
 * Something that is not as the backup's manifest says.
 *
 * @param fact of {@link Contents#facts}
 * @param wanted by the manifest; empty when it knows nothing of it
 * @param found by looking; empty when it is not there
 */
public record Difference(String fact, String wanted, String found) {
  /** What is different: {@code rows}, {@code owner}. */
  public String what() {
    return fact.substring(0, Math.max(0, fact.indexOf('/')));
  }

  /** Where: the table, the extension. */
  public String where() {
    return fact.substring(fact.indexOf('/') + 1);
  }

  public boolean isMissing() {
    return found.isEmpty();
  }

  /** In English: {@code rows of public.orders: 100 expected, 99 found}. */
  public String text() {
    if (found.isEmpty()) {
      return what() + " of " + where() + ": " + wanted + " expected, nothing found";
    }
    return wanted.isEmpty()
        ? what() + " of " + where() + ": nothing expected, " + found + " found"
        : what() + " of " + where() + ": " + wanted + " expected, " + found + " found";
  }
}
