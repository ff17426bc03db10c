package jigi.base.kernel;

/** Time that really passes, for measuring: input and output never follow a rehearsal's clock. */
public final class RealTime {
  private RealTime() {}

  /** What this machine's clock says, for comparing it with others; all else goes by a Timeline. */
  public static java.time.Instant clock() {
    return java.time.Instant.now();
  }

  /** Nanoseconds since an arbitrary instant; only differences mean something. */
  public static long nanos() {
    return System.nanoTime();
  }
}
