package jigi.operate.deploy;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import jigi.base.kernel.Status;
import jigi.base.run.ConditionChecker;
import jigi.operate.deploy.gate.Exact;
import jigi.operate.deploy.gate.Gates;
import jigi.operate.deploy.machine.Colour;
import jigi.operate.deploy.machine.Slot;
import org.jspecify.annotations.Nullable;

/** Judges the new colour by conditions, and by its failures beside those of the old one. */
final class Gatekeeper {
  private final String system;
  private final Gates gates;
  private final Neighbours neighbours;
  private final Slot slot;
  private final Duration window;
  private @Nullable Count old;

  /** How many requests there were, and how many of them failed. */
  private record Count(long requests, long failed) {
    String text() {
      return failed + " of " + requests;
    }
  }

  Gatekeeper(
      Deployment deployment, Gates gates, Neighbours neighbours, Slot slot, Duration window) {
    this.system = deployment.system();
    this.gates = gates;
    this.neighbours = neighbours;
    this.slot = slot;
    this.window = window;
  }

  /** Of what is compared there are two. */
  private Colour colour() {
    return (Colour) slot;
  }

  /** What the gates come to: pass, fail, or no evidence. */
  record Verdict(Status status, String said) {}

  /** Counts the old colour while its last requests are those just before the switch. */
  void begin() throws InterruptedException {
    Gates.Compare compare = gates.compare();
    old = compare == null ? null : count(compare, colour().other());
  }

  /** The first condition that fails now; null while none does. */
  @Nullable String failing() {
    for (String condition : gates.conditions()) {
      ConditionChecker.Check check = neighbours.now(system, condition);
      if (check.status() == Status.FAIL) {
        return check.evidence();
      }
    }
    return null;
  }

  /** By what was probed since the observation began. */
  Verdict judge(Instant since) throws InterruptedException {
    List<String> said = new ArrayList<>();
    Status worst = Status.OK;
    for (String condition : gates.conditions()) {
      ConditionChecker.Check check = neighbours.fresh(system, condition, since);
      worst = Status.worst(List.of(worst, check.status()));
      said.add(check.evidence());
    }
    Gates.Compare compare = gates.compare();
    if (compare != null) {
      Verdict compared = compared(compare, count(compare, colour()));
      worst = Status.worst(List.of(worst, compared.status()));
      said.add(compared.said());
    }
    return new Verdict(worst, String.join("; ", said));
  }

  private Verdict compared(Gates.Compare compare, @Nullable Count fresh) {
    Count before = old;
    if (fresh == null || before == null) {
      return new Verdict(Status.UNKNOWN, "failed requests were not measured for both colours");
    }
    String figures =
        "failed requests: "
            + fresh.text()
            + " of "
            + colour().key()
            + ", before "
            + before.text()
            + " of "
            + colour().other().key();
    if (fresh.requests() < compare.atLeast() || before.requests() < compare.atLeast()) {
      return new Verdict(
          Status.UNKNOWN, figures + "; " + compare.atLeast() + " of each would be evidence");
    }
    double chance =
        Exact.chance(fresh.failed(), fresh.requests(), before.failed(), before.requests());
    Status status = chance < compare.significance() ? Status.FAIL : Status.OK;
    return new Verdict(status, figures + String.format(Locale.ROOT, "; by chance %.4f", chance));
  }

  private @Nullable Count count(Gates.Compare compare, Colour of) throws InterruptedException {
    Double requests = neighbours.value(system, filled(compare.requests(), of));
    Double failed = neighbours.value(system, filled(compare.failed(), of));
    if (requests == null || requests.isNaN()) {
      return null;
    }
    // Nothing failed yet means no series of failures at all.
    long bad = failed == null || failed.isNaN() ? 0 : Math.round(failed);
    long all = Math.max(Math.round(requests), bad);
    return new Count(all, bad);
  }

  private String filled(String expression, Colour of) {
    return expression
        .replace("{colour}", of.key())
        .replace("{window}", Math.max(1, window.toSeconds()) + "s");
  }
}
