package jigi.operate.checklist;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import jigi.base.kernel.Status;
import jigi.base.run.AttemptOutcome;
import jigi.base.run.Purpose;
import jigi.base.run.RunAttempt;
import jigi.base.run.RunStep;
import jigi.base.run.Runs;
import jigi.base.run.StepState;
import jigi.base.store.Store;
import jigi.base.store.Tx;
import org.jspecify.annotations.Nullable;

/** Puts together what a run and people have answered. */
final class Sheets {
  private final Store store;
  private final Runs runs;
  private final ChecklistRepository repository;

  Sheets(Store store, Runs runs, ChecklistRepository repository) {
    this.store = store;
    this.runs = runs;
    this.repository = repository;
  }

  Sheet of(ChecklistRepository.Begun begun) {
    return sheet(
        begun,
        runs.get(begun.run()),
        store.read(handle -> repository.answers(handle, begun.run())));
  }

  /** As the transaction sees it. */
  Sheet of(Tx tx, ChecklistRepository.Begun begun) {
    return sheet(begun, runs.get(tx, begun.run()), repository.answers(tx.handle(), begun.run()));
  }

  private static Sheet sheet(
      ChecklistRepository.Begun begun, Runs.Detail detail, Map<Integer, Answer> answers) {
    List<Sheet.Line> lines = new ArrayList<>();
    for (int i = 0; i < begun.items().size(); i++) {
      lines.add(line(i, begun.items().get(i), detail, answers.get(i)));
    }
    return new Sheet(
        begun.run(),
        detail.run().number(),
        begun.system(),
        begun.name(),
        detail.run().title(),
        detail.run().at().queued(),
        detail.run().at().ended(),
        begun.due(),
        lines,
        begun.signature());
  }

  private static Sheet.Line line(
      int index, Item item, Runs.Detail detail, @Nullable Answer answer) {
    RunStep step = detail.steps().get(index);
    RunAttempt act =
        detail.attempts(index).stream()
            .filter(attempt -> attempt.purpose() == Purpose.ACT)
            .reduce((a, b) -> b)
            .orElse(null);
    String called = item.way() instanceof Item.Way.Run && act != null ? act.id() : null;
    if (answer != null) {
      return new Sheet.Line(
          index,
          item,
          answer.status(),
          answer.note(),
          called,
          answer.value(),
          answer.by(),
          answer.at());
    }
    return new Sheet.Line(
        index, item, status(step, act), step.evidence(), called, null, null, step.ended());
  }

  /** Null while it is open; what nobody answered in time is UNKNOWN. */
  private static @Nullable Status status(RunStep step, @Nullable RunAttempt act) {
    StepState state = step.state();
    return switch (state) {
      case PENDING, ACTIVE -> null;
      case SUCCEEDED -> Status.OK;
      case SKIPPED -> Status.UNKNOWN;
      case FAILED ->
          act != null && act.outcome() == AttemptOutcome.UNKNOWN ? Status.UNKNOWN : Status.FAIL;
    };
  }
}
