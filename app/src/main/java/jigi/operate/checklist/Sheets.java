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
    Said said =
        store.read(
            handle ->
                new Said(
                    repository.answers(handle, begun.run()),
                    repository.evidence(handle, begun.run())));
    return sheet(begun, runs.get(begun.run()), said);
  }

  /** As the transaction sees it. */
  Sheet of(Tx tx, ChecklistRepository.Begun begun) {
    return sheet(
        begun,
        runs.get(tx, begun.run()),
        new Said(
            repository.answers(tx.handle(), begun.run()),
            repository.evidence(tx.handle(), begun.run())));
  }

  /** What people said and handed in. */
  private record Said(Map<Integer, Answer> answers, List<Evidence> evidence) {
    List<Evidence> of(int item) {
      return evidence.stream().filter(one -> one.item() == item).toList();
    }
  }

  private static Sheet sheet(ChecklistRepository.Begun begun, Runs.Detail detail, Said said) {
    List<Sheet.Line> lines = new ArrayList<>();
    for (int i = 0; i < begun.items().size(); i++) {
      lines.add(line(i, begun.items().get(i), detail, said));
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

  private static Sheet.Line line(int index, Item item, Runs.Detail detail, Said said) {
    Answer answer = said.answers().get(index);
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
          answer.at(),
          said.of(index));
    }
    return new Sheet.Line(
        index,
        item,
        status(step, act),
        step.evidence(),
        called,
        null,
        null,
        step.ended(),
        said.of(index));
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
