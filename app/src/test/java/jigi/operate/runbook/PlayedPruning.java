package jigi.operate.runbook;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import jigi.base.config.Place;
import jigi.base.config.Problems;
import jigi.base.run.StepContext;
import jigi.base.run.StepKind;
import jigi.base.run.StepOutcome;
import jigi.base.run.StepPart;

/** Writes down of which plan backups would be removed; that they are is told with the backups. */
record PlayedPruning(Path calls) implements StepKind {
  @Override
  public String language() {
    return "prune";
  }

  @Override
  public Set<String> attributes() {
    return Set.of("plan");
  }

  @Override
  public void check(StepPart part, Place place, Problems problems) {}

  @Override
  public boolean repeatable() {
    return true;
  }

  @Override
  public StepOutcome run(StepContext context) {
    String plan = context.part().attributes().get("plan");
    if (Files.exists(calls.resolveSibling("store-is-away"))) {
      return StepOutcome.failed("store-unreachable: the store is away");
    }
    try {
      Files.writeString(calls, "prune " + plan + "\n", StandardOpenOption.APPEND);
      return StepOutcome.ok("removed by the rules of " + plan);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
