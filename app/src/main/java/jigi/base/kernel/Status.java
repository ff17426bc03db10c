package jigi.base.kernel;

/**
 * How something is. What could not be measured is UNKNOWN, never OK. Declared from best to worst:
 * of several, FAIL outweighs UNKNOWN, UNKNOWN outweighs WARN.
 */
public enum Status {
  OK,
  WARN,
  UNKNOWN,
  FAIL;

  public static Status worst(Status a, Status b) {
    return a.compareTo(b) >= 0 ? a : b;
  }

  /** The worst of several; UNKNOWN when there are none, because nothing was measured. */
  public static Status worst(Iterable<Status> all) {
    Status worst = null;
    for (Status status : all) {
      worst = worst == null ? status : worst(worst, status);
    }
    return worst == null ? UNKNOWN : worst;
  }

  /** The name in lower case, as it stands in API answers, samples and style classes. */
  public String key() {
    return name().toLowerCase(java.util.Locale.ROOT);
  }
}
