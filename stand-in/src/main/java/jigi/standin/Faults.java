package jigi.standin;

import java.util.List;
import java.util.Optional;

/** The faults that hold now, and what they do to an answer. */
final class Faults {
  private static final int INTERNAL_ERROR = 500;
  private static final int BAD_GATEWAY = 502;

  private List<Fault> active = List.of();
  private double errorsOwed;

  synchronized List<Fault> active() {
    return active;
  }

  /** Replaces all faults; an empty list heals. */
  synchronized void set(List<Fault> faults) {
    active = List.copyOf(faults);
    errorsOwed = 0;
    notifyAll();
  }

  <F extends Fault> Optional<F> find(Class<F> kind) {
    return active().stream().filter(kind::isInstance).map(kind::cast).findFirst();
  }

  /** Does not return while the service hangs. */
  synchronized void awaitNoHang() throws InterruptedException {
    while (active.stream().anyMatch(Fault.Hang.class::isInstance)) {
      wait();
    }
  }

  /** What a caller gets in place of the healthy answer, as late as it gets it. */
  Answer distort(Answer healthy) throws InterruptedException {
    Optional<Fault.Slow> slow = find(Fault.Slow.class);
    if (slow.isPresent()) {
      Thread.sleep(slow.get().by());
    }
    if (find(Fault.BadGateway.class).isPresent()) {
      return Answer.html(BAD_GATEWAY, "<h1>502 Bad Gateway</h1>\n");
    }
    if (owesError()) {
      return Answer.text(INTERNAL_ERROR, "Internal Server Error\n");
    }
    return find(Fault.ErrBody.class).isPresent() ? Answer.text(200, "ERR\n") : healthy;
  }

  /** Counts instead of drawing lots, so that half is every second answer. */
  private synchronized boolean owesError() {
    double share = find(Fault.Errors.class).map(Fault.Errors::share).orElse(0.0);
    errorsOwed += share;
    if (errorsOwed < 1) {
      return false;
    }
    errorsOwed -= 1;
    return true;
  }
}
