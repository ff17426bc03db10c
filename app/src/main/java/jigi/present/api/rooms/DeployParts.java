package jigi.present.api.rooms;

import java.util.ArrayList;
import java.util.List;
import jigi.operate.deploy.Deployed;
import jigi.operate.deploy.machine.Change;
import jigi.operate.deploy.machine.Ended;
import jigi.operate.deploy.machine.Instance;
import jigi.operate.deploy.machine.Memory;
import jigi.operate.deploy.machine.Stage;
import jigi.present.api.view.DeployView;
import org.jspecify.annotations.Nullable;

/** The way of a deployment in four parts, and where it is. */
final class DeployParts {
  private static final List<String> NAMES = List.of("prepare", "gateway", "observe", "finalize");
  private static final List<String> ROLLING = List.of("prepare", "replace", "finalize");

  private DeployParts() {}

  /** Of what is open, else of the last one; none when there never was one. */
  static List<DeployView.Part> of(Memory memory, @Nullable Deployed last) {
    Change change = memory.change();
    if (change != null && change.roll() != null) {
      return way(ROLLING, replaced(change.stage()), change.stage().rests(), change.roll().back());
    }
    if (change != null) {
      return way(NAMES, reached(change.stage()), change.stage().rests(), back(change.stage()));
    }
    if (last == null) {
      return List.of();
    }
    boolean well = last.outcome() == Ended.Outcome.DEPLOYED;
    if (last.slot() instanceof Instance) {
      return way(ROLLING, well ? ROLLING.size() : 1, true, !well);
    }
    return well
        ? way(NAMES, NAMES.size(), true, false)
        : way(NAMES, last.switchMillis() == null ? 0 : 2, true, true);
  }

  /** How many parts are behind it. */
  private static int reached(Stage stage) {
    return switch (stage) {
      case STARTING, CHECKING -> 0;
      case PREPARED, SWITCHING, REVERTING, REPOINTING -> 1;
      case OBSERVING -> 2;
      case SWITCHED, DRAINING, STOPPING -> 3;
      case RETURNING, CLEARING, REMOVING -> 2;
      case PREPARING, LEAVING, JOINING, SETTLING -> 0;
    };
  }

  private static int replaced(Stage stage) {
    return stage == Stage.PREPARING ? 0 : stage == Stage.SETTLING ? 2 : 1;
  }

  private static boolean back(Stage stage) {
    return stage == Stage.RETURNING || stage == Stage.CLEARING || stage == Stage.REMOVING;
  }

  private static List<DeployView.Part> way(
      List<String> names, int behind, boolean rests, boolean failed) {
    List<DeployView.Part> all = new ArrayList<>();
    for (int i = 0; i < names.size(); i++) {
      String state;
      if (i < behind) {
        state = "done";
      } else if (i == behind) {
        state = failed ? "failed" : rests ? "todo" : "now";
      } else {
        state = "todo";
      }
      all.add(new DeployView.Part(names.get(i), state));
    }
    return all;
  }
}
