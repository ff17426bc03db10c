package jigi.base.kernel;

/** Time that really passes, for measuring: input and output never follow a rehearsal's clock. */
public final class RealTime {
  private RealTime() {}

  /** Nanoseconds since an arbitrary instant; only differences mean something. */
  public static long nanos() {
    return System.nanoTime();
  }
}
