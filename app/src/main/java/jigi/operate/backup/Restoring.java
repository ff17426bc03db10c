package jigi.operate.backup;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import jigi.base.kernel.CrashPoint;
import jigi.base.kernel.Ids;
import jigi.operate.backup.seal.OpeningInput;
import jigi.operate.backup.seal.Sums;
import jigi.operate.backup.source.BackupException;
import jigi.operate.backup.source.Contents;
import jigi.operate.backup.source.Continuous;
import jigi.operate.backup.source.Difference;
import jigi.operate.backup.source.Landing;
import jigi.operate.backup.source.Point;
import org.jspecify.annotations.Nullable;

/** Restores a backup, compares what came of it with the manifest, and keeps or removes it. */
final class Restoring {
  private static final CrashPoint BEGUN = CrashPoint.named("backup.restore-begun");
  private static final CrashPoint COMPARED = CrashPoint.named("backup.restore-compared");
  private static final CrashPoint ENDED = CrashPoint.named("backup.restore-ended");
  private static final int DIFFERENCES = 10;
  private static final Set<String> NO = Set.of("", "0", "f", "false");

  private final Workshop shop;

  Restoring(Workshop shop) {
    this.shop = shop;
  }

  /**
   * What is to be restored, and what for.
   *
   * @param target the name beside the original; null for a scratch server
   * @param over whether what has the name is set aside
   * @param point null for the instant of the backup
   * @param same what must be there at the point; null when nobody measured that
   */
  record Wanted(
      Plan plan,
      Backup backup,
      Proof.Kind kind,
      String run,
      @Nullable String target,
      boolean over,
      @Nullable Point point,
      @Nullable Contents same) {
    Wanted(
        Plan plan,
        Backup backup,
        Proof.Kind kind,
        String run,
        @Nullable String target,
        boolean over) {
      this(plan, backup, kind, run, target, over, null, null);
    }
  }

  /**
   * Restores, and tells what was seen.
   *
   * @throws BackupException when it did not succeed, or is not what was backed up
   */
  String restore(Wanted wanted) throws BackupException, InterruptedException {
    Proof proof = begin(wanted);
    BEGUN.pass();
    try {
      Done done = work(wanted, proof);
      end(wanted, done.proof());
      ENDED.pass();
      return String.valueOf(done.proof().said());
    } catch (BackupException e) {
      end(wanted, ended(proof, Proof.Outcome.FAILED, null, e.code(), e.fact(), proof.place()));
      throw e;
    }
  }

  private record Done(Proof proof) {}

  private Proof begin(Wanted wanted) {
    Instant now = shop.now();
    Proof proof =
        new Proof(
            Ids.next(now),
            wanted.backup().id(),
            wanted.plan().system(),
            wanted.plan().name(),
            wanted.kind(),
            wanted.run(),
            wanted.target() == null ? "scratch" : wanted.target(),
            now,
            null,
            Proof.Outcome.RUNNING,
            null,
            null,
            null);
    shop.around()
        .store()
        .change(
            tx -> {
              shop.catalogue().interrupted(tx.handle(), wanted.run(), now);
              shop.catalogue().begin(tx.handle(), proof);
            });
    return proof;
  }

  private Done work(Wanted wanted, Proof proof) throws BackupException, InterruptedException {
    Plan plan = wanted.plan();
    Copies.From from = new Copies(shop).from(plan, wanted.backup());
    Contents contents = from.manifest().contents();
    try (Landing landing = landing(wanted, contents)) {
      bring(wanted, from, landing);
      String name = wanted.backup().name();
      shop.meters().begin(wanted.run(), Progress.Stage.COMPARE, name, null, false);
      landing.complete();
      Duration took = Duration.between(proof.started(), shop.now());
      Contents same = landing.isMeasuredInstant() ? contents : wanted.same();
      Contents restored = landing.contents(same == null ? contents : same);
      List<Difference> differences = same == null ? List.of() : same.differences(restored);
      COMPARED.pass();
      if (!differences.isEmpty()) {
        throw new BackupException(
            "not-the-same",
            differing(differences) + "\n" + restored(wanted, from, restored, landing));
      }
      List<String> answers = new ArrayList<>();
      if (wanted.kind() == Proof.Kind.DRILL) {
        answers.addAll(landing.inspect());
        answers.addAll(ask(wanted, landing));
      }
      landing.keep();
      String said = said(wanted, from, restored, landing, answers);
      return new Done(ended(proof, Proof.Outcome.PASSED, took, null, said, landing.where()));
    }
  }

  private Landing landing(Wanted wanted, Contents contents)
      throws BackupException, InterruptedException {
    Plan plan = wanted.plan();
    String target = wanted.target();
    if (plan.source() instanceof Continuous continuous) {
      Continuous.Logs logs = new LogFiles(shop).of(plan, continuous, contents);
      return continuous.recover(
          new Continuous.Recovery(
              wanted.run(), target, wanted.over(), contents, wanted.point(), logs),
          shop.tools(plan));
    }
    return target == null
        ? plan.source().scratch(wanted.run(), contents, shop.tools(plan))
        : plan.source().beside(target, wanted.over(), shop.tools(plan));
  }

  /** What it builds upon follows it: only then it is known what is to be taken of that. */
  private void bring(Wanted wanted, Copies.From from, Landing landing)
      throws BackupException, InterruptedException {
    Contents contents = from.manifest().contents();
    bring(wanted, from, bytes -> landing.restore(contents, bytes));
    Copies copies = new Copies(shop);
    for (Backup upon : copies.upon(contents)) {
      Copies.From other = copies.from(wanted.plan(), upon);
      bring(wanted, other, bytes -> landing.add(upon.id(), bytes));
    }
  }

  /** Who takes the plaintext of a backup. */
  private interface Taker {
    void take(InputStream bytes) throws BackupException, InterruptedException;
  }

  private void bring(Wanted wanted, Copies.From from, Taker taker)
      throws BackupException, InterruptedException {
    String name = from.manifest().name();
    Sums sums = from.manifest().sums();
    AtomicLong done =
        shop.meters().begin(wanted.run(), Progress.Stage.RESTORE, name, sums.plainBytes(), false);
    try (InputStream stored = from.store().read(name, 0);
        OpeningInput open = shop.seal(wanted.plan()).from(stored, sums)) {
      taker.take(Meters.counting(open, done));
      open.finish();
    } catch (IOException e) {
      throw BackupException.of(e);
    }
  }

  /** The manual's own questions; the first item of a plan is the one that they are about. */
  private static List<String> ask(Wanted wanted, Landing landing)
      throws BackupException, InterruptedException {
    Plan.Drill drill = wanted.plan().drill();
    List<String> answers = new ArrayList<>();
    if (drill == null) {
      return answers;
    }
    for (String question : drill.questions()) {
      String answer;
      try {
        answer = landing.ask(question);
      } catch (BackupException e) {
        throw new BackupException("question-failed", question + ": " + e.fact(), e);
      }
      if (NO.contains(answer)) {
        throw new BackupException(
            "question-denied", question + " gave " + (answer.isEmpty() ? "nothing" : answer));
      }
      answers.add(question + ": " + answer);
    }
    return answers;
  }

  private static String differing(List<Difference> differences) {
    List<String> lines = differences.stream().limit(DIFFERENCES).map(Difference::text).toList();
    String rest =
        differences.size() > DIFFERENCES
            ? "\nand " + (differences.size() - DIFFERENCES) + " more"
            : "";
    return "what was restored is not what was backed up\n" + String.join("\n", lines) + rest;
  }

  /** Which backup, from where and to where. */
  private static String restored(
      Wanted wanted, Copies.From from, Contents contents, Landing landing) {
    return wanted.backup().name()
        + " of "
        + from.name()
        + " restored into "
        + landing.where()
        + ": "
        + contents.tables()
        + " tables, "
        + contents.rows()
        + " rows";
  }

  private static String said(
      Wanted wanted, Copies.From from, Contents contents, Landing landing, List<String> answers) {
    String all =
        restored(wanted, from, contents, landing)
            + (landing.isMeasuredInstant() ? ", all as backed up" : "")
            + (wanted.same() == null ? "" : ", all as the next backup found it");
    List<String> lines = new ArrayList<>(List.of(all));
    lines.addAll(answers);
    lines.addAll(landing.notes());
    return String.join("\n", lines);
  }

  private Proof ended(
      Proof proof,
      Proof.Outcome outcome,
      @Nullable Duration took,
      @Nullable String code,
      String said,
      String place) {
    return new Proof(
        proof.id(),
        proof.backup(),
        proof.system(),
        proof.plan(),
        proof.kind(),
        proof.run(),
        place,
        proof.started(),
        shop.now(),
        outcome,
        took,
        code,
        said);
  }

  private void end(Wanted wanted, Proof proof) {
    boolean drill = proof.kind() == Proof.Kind.DRILL;
    shop.around()
        .store()
        .change(
            tx -> {
              shop.catalogue().end(tx.handle(), proof);
              var kind =
                  proof.passed()
                      ? (drill ? BackupEvents.DRILL_PASSED : BackupEvents.RESTORED)
                      : (drill ? BackupEvents.DRILL_FAILED : BackupEvents.RESTORE_FAILED);
              Duration took = proof.took();
              shop.around()
                  .journal()
                  .append(
                      tx,
                      shop.event(kind, wanted.plan(), wanted.backup(), proof.run())
                          .with("place", proof.place())
                          .with("code", proof.fault() == null ? "" : proof.fault())
                          .with("said", proof.said() == null ? "" : proof.said())
                          .with("seconds", took == null ? "" : took.toSeconds()));
            });
  }
}
