package jigi.present.report;

import java.io.IOException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import jigi.base.config.Place;
import jigi.base.config.Problems;
import jigi.base.run.StepContext;
import jigi.base.run.StepKind;
import jigi.base.run.StepOutcome;
import jigi.base.run.StepPart;

/** Makes a report; a run's only step, that no manual writes down. */
final class ReportStep implements StepKind {
  static final String LANGUAGE = "report";

  private final Reports reports;

  ReportStep(Reports reports) {
    this.reports = reports;
  }

  @Override
  public String language() {
    return LANGUAGE;
  }

  @Override
  public Set<String> attributes() {
    return Set.of(Reports.REPORT, Reports.DAY);
  }

  @Override
  public void check(StepPart part, Place place, Problems problems) {
    // Only this room makes such steps.
  }

  @Override
  public boolean repeatable() {
    return true;
  }

  @Override
  public StepOutcome run(StepContext context) throws InterruptedException {
    String name = Objects.requireNonNull(context.part().attributes().get(Reports.REPORT));
    String day = Objects.requireNonNull(context.part().attributes().get(Reports.DAY));
    ReportPlan plan = reports.find(context.system(), name);
    if (plan == null) {
      return StepOutcome.failed("the manual has no report " + name + " any more");
    }
    Reports.Done done;
    try {
      done = reports.make(context.run(), context.attempt(), plan, LocalDate.parse(day));
    } catch (IOException e) {
      return StepOutcome.failed("made, but not written into " + plan.files().folder() + ": " + e);
    }
    Period period = done.report().period();
    String made = "made for " + period.first() + " to " + period.last() + written(done.written());
    if (!plan.isTold()) {
      return StepOutcome.ok(made);
    }
    return done.told().isEmpty()
        ? StepOutcome.failed(made + ", but nobody can be told: no channel reaches " + plan.to())
        : StepOutcome.ok(made + ", handed over for " + String.join(", ", done.told()));
  }

  private static String written(List<Path> files) {
    return files.isEmpty()
        ? ""
        : ", written to " + files.stream().map(Path::toString).collect(Collectors.joining(", "));
  }
}
