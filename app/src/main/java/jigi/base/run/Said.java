package jigi.base.run;

import java.util.ArrayList;
import java.util.List;

/** What one execution of a block has said and sent so far. */
public final class Said {
  private final List<String> lines = new ArrayList<>();
  private boolean sending;

  public void add(String line) {
    lines.add(line);
  }

  /** From now on something is under way of which nobody knows whether it was done. */
  public void sending() {
    sending = true;
  }

  /** It was answered. */
  public void answered() {
    sending = false;
  }

  public String text() {
    return String.join("\n", lines);
  }

  /** Everything with one more line. */
  public String with(String last) {
    List<String> all = new ArrayList<>(lines);
    all.add(last);
    return String.join("\n", all);
  }

  /** How a block ends whose server was not reached: what was sent may have been done. */
  public StepOutcome trouble(StepContext context, String what) {
    return context.how().checks() || (context.how().acts() && sending)
        ? StepOutcome.unknown(with(what))
        : StepOutcome.failed(with(what));
  }
}
