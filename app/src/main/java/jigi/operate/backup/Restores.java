package jigi.operate.backup;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
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

  /** A database, and the name that it gets where it is not its own. */
  private static final Pattern NAMED = Pattern.compile("[^/:]{1,64}(:[^/:]{1,64})?");

  private final Workshop shop;

  Restores(Workshop shop) {
    this.shop = shop;
  }

  Outline outline(Plan plan, Backup chosen, Backups.Restore wanted, @Nullable Proof proven) {
    requireTarget(chosen, plan, wanted.target());
    boolean over = wanted.confirm() != null || isOriginal(plan, chosen, wanted);
    return new Outlining(shop).of(chosen, plan, wanted.target(), proven, over);
  }

  private static boolean isOriginal(Plan plan, Backup chosen, Backups.Restore wanted) {
    return plan.source() instanceof Continuous source
        ? source.replaces(wanted.target())
        : wanted.target().equals(chosen.of().item());
  }

  private static void requireConfirmed(String target, @Nullable String confirm) {
    if (!target.equals(confirm)) {
      throw new UserError(
          "not-confirmed",
          "the restore would take the place of '" + target + "', and nobody confirmed it",
          "type its name as the confirmation, or restore to another name");
    }
  }

  /** To take the place of what is there, it is backed up before. */
  RunRequest restoring(Plan plan, Backup chosen, Backups.Restore wanted, String actor) {
    requireTarget(chosen, plan, wanted.target());
    boolean over = wanted.confirm() != null;
    boolean original = isOriginal(plan, chosen, wanted);
    if (over || original) {
      requireConfirmed(wanted.target(), wanted.confirm());
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
    if (over && !original && wanted.target().contains("@")) {
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

  /** A point in time into a folder or, where the source can, under a name. */
  RunRequest recovering(Plan plan, Backup base, Point to, Backups.Recover wanted, String actor) {
    String target = wanted.target();
    requireTarget(base, plan, target);
    Map<String, String> attributes =
        new TreeMap<>(
            Map.of(
                BackupSteps.PLAN,
                plan.name(),
                BackupSteps.BACKUP,
                base.id(),
                BackupSteps.POINT,
                to.text(),
                BackupSteps.TARGET,
                target));
    List<StepDefinition> all = new ArrayList<>();
    if (plan.source() instanceof Continuous source && source.replaces(target)) {
      requireConfirmed(target, wanted.confirm());
      attributes.put(BackupSteps.OVER, "yes");
      all.add(BackupRuns.backupStep(plan));
    }
    all.add(BackupRuns.step(base.name(), Role.RUN, "restore", attributes));
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
    int longest =
        target.startsWith("/")
            ? LONGEST_PATH
            : target.contains(":") ? 2 * LONGEST_NAME : LONGEST_NAME;
    boolean named = plan.source() instanceof Continuous source && source.restoresByName();
    if (plan.source() instanceof Continuous && !(named && NAMED.matcher(target).matches())) {
      requireFolder(target, named);
    } else if (target.isBlank() || target.length() > longest) {
      throw new UserError(
          "bad-target",
          "the name to restore to is empty or too long",
          "name it by --to, at most " + longest + " characters");
    }
  }

  private static void requireFolder(String folder, boolean named) {
    if (!folder.startsWith("/") || Path.of(folder).getNameCount() == 0) {
      throw new UserError(
          "bad-target",
          "a server is restored into a folder of this machine ('" + folder + "')",
          named
              ? "name one by its absolute path that does not exist yet, or a database and its new"
                  + " name: shop:shop_copy"
              : "name one by its absolute path that does not exist yet:"
                  + " /var/lib/postgresql/restored");
    }
  }
}
