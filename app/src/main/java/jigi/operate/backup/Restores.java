package jigi.operate.backup;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import jigi.base.kernel.UserError;
import jigi.base.run.Role;
import jigi.base.run.RunRequest;
import jigi.base.run.StepDefinition;
import jigi.operate.backup.source.Continuous;
import jigi.operate.backup.source.Point;
import org.jspecify.annotations.Nullable;

/** What people ask of restores, judged before anything begins. */
final class Restores {
  /** Servers cut longer names of databases off without a word. */
  private static final int LONGEST_NAME = 63;

  private static final int LONGEST_PATH = 1000;

  private final Workshop shop;

  Restores(Workshop shop) {
    this.shop = shop;
  }

  Outline outline(Plan plan, Backup chosen, Backups.Restore wanted, @Nullable Proof proven) {
    requireTarget(chosen, plan, wanted.target());
    boolean over = wanted.confirm() != null || isOriginal(chosen, wanted);
    return new Outlining(shop).of(chosen, plan, wanted.target(), proven, over);
  }

  private static boolean isOriginal(Backup chosen, Backups.Restore wanted) {
    return wanted.target().equals(chosen.of().item());
  }

  /** To take the place of what is there, it is backed up before. */
  RunRequest restoring(Plan plan, Backup chosen, Backups.Restore wanted, String actor) {
    requireTarget(chosen, plan, wanted.target());
    boolean over = wanted.confirm() != null;
    if ((over || isOriginal(chosen, wanted)) && !wanted.target().equals(wanted.confirm())) {
      throw new UserError(
          "not-confirmed",
          "the restore would take the place of '" + wanted.target() + "', and nobody confirmed it",
          "type its name as the confirmation, or restore to another name");
    }
    Map<String, String> attributes =
        new TreeMap<>(
            Map.of(
                BackupSteps.PLAN,
                plan.name(),
                BackupSteps.BACKUP,
                chosen.id(),
                BackupSteps.TARGET,
                wanted.target()));
    if (over && !isOriginal(chosen, wanted) && wanted.target().contains("@")) {
      throw new UserError(
          "bad-target",
          "nothing is replaced on another server ('" + wanted.target() + "')",
          "restore it there under a new name, without a confirmation");
    }
    List<StepDefinition> all = new ArrayList<>();
    if (over) {
      attributes.put(BackupSteps.OVER, "yes");
      all.add(BackupRuns.backupStep(plan));
    }
    all.add(BackupRuns.step(chosen.name(), Role.RUN, "restore", attributes));
    return RunRequest.byHand(
        BackupRuns.definition("restore", plan, plan.title(), all), Map.of(), actor);
  }

  /** A point in time into a folder. */
  RunRequest recovering(Plan plan, Backup base, Point to, String folder, String actor) {
    requireFolder(folder);
    Map<String, String> attributes =
        Map.of(
            BackupSteps.PLAN,
            plan.name(),
            BackupSteps.BACKUP,
            base.id(),
            BackupSteps.POINT,
            to.text(),
            BackupSteps.TARGET,
            folder);
    List<StepDefinition> all =
        List.of(BackupRuns.step(base.name(), Role.RUN, "restore", attributes));
    return RunRequest.byHand(
        BackupRuns.definition("restore", plan, plan.title(), all), Map.of(), actor);
  }

  private static void requireTarget(Backup chosen, Plan plan, String target) {
    if (!chosen.isGood()) {
      throw new UserError(
          "not-good",
          "the backup was never read back whole (" + chosen.name() + ")",
          "choose one that is good: jigi backup list");
    }
    int longest = target.startsWith("/") ? LONGEST_PATH : LONGEST_NAME;
    if (plan.source() instanceof Continuous) {
      requireFolder(target);
    } else if (target.isBlank() || target.length() > longest) {
      throw new UserError(
          "bad-target",
          "the name to restore to is empty or too long",
          "name it by --to, at most " + longest + " characters");
    }
  }

  private static void requireFolder(String folder) {
    if (!Path.of(folder).isAbsolute() || Path.of(folder).getNameCount() == 0) {
      throw new UserError(
          "bad-target",
          "a server is restored into a folder of this machine ('" + folder + "')",
          "name one by its absolute path that does not exist yet: /var/lib/postgresql/restored");
    }
  }
}
