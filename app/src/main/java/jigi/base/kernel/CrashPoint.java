package jigi.base.kernel;

import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import org.jspecify.annotations.Nullable;

/**
 * Named instants at which a test may kill the process. With {@code JIGI_CRASH_AT=name} in the
 * environment the process halts, as by {@code kill -9}, the first time that it passes the point;
 * with {@code name#3} the third time. Of several, with commas between, the first that is passed.
 */
public final class CrashPoint {
  private static final Set<String> NAMES = new ConcurrentSkipListSet<>();

  private final String name;
  private final int dieAt;
  private int passed;

  private CrashPoint(String name) {
    this.name = name;
    this.dieAt = dieAt(name, Environment.get("JIGI_CRASH_AT"));
  }

  /** Declares a point; keep it in a static final field so that all can be enumerated. */
  public static CrashPoint named(String name) {
    NAMES.add(name);
    return new CrashPoint(name);
  }

  /** The points declared by the classes loaded so far, sorted. */
  public static Set<String> names() {
    return NAMES;
  }

  public void pass() {
    if (dieAt > 0 && reached()) {
      System.err.println("crash point " + name);
      Runtime.getRuntime().halt(137);
    }
  }

  private synchronized boolean reached() {
    return ++passed == dieAt;
  }

  private static int dieAt(String name, @Nullable String wanted) {
    for (String each : wanted == null ? List.<String>of() : List.of(wanted.split(","))) {
      int hash = each.indexOf('#');
      if ((hash < 0 ? each : each.substring(0, hash)).equals(name)) {
        return hash < 0 ? 1 : Integer.parseInt(each.substring(hash + 1));
      }
    }
    return 0;
  }
}
