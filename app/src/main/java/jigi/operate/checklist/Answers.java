package jigi.operate.checklist;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.function.Function;
import jigi.base.kernel.Ids;
import jigi.base.kernel.Status;
import jigi.base.kernel.UserError;
import jigi.base.run.Choice;
import jigi.base.run.RunEngine;
import jigi.base.store.Tx;
import org.jspecify.annotations.Nullable;

/** What people say about checklists that were begun: answers, files and signatures. */
public final class Answers {
  private final Checklists.Surroundings around;
  private final ChecklistRepository repository;
  private final Function<String, @Nullable Sheet> sheets;
  private final Followers followers;

  /** What begins when one was signed. */
  interface Followers {
    /**
     * @param signed as it was when it was signed
     */
    void follow(Tx tx, Sheet signed, String by);
  }

  /**
   * @param sheets by the run's id
   */
  Answers(
      Checklists.Surroundings around,
      ChecklistRepository repository,
      Function<String, @Nullable Sheet> sheets,
      Followers followers) {
    this.followers = followers;
    this.around = around;
    this.repository = repository;
    this.sheets = sheets;
  }

  /**
   * A person hands in a file for an item.
   *
   * @param name as the file was called; only its last part is kept
   * @throws UserError {@code unknown-item}, {@code signed-before}, {@code file-too-large}, {@code
   *     empty-file}
   */
  public Evidence attach(String run, int item, String name, byte[] bytes, String by) {
    Sheet sheet = open(run, item);
    if (bytes.length == 0) {
      throw new UserError("empty-file", "the file '" + name + "' is empty", "choose another one");
    }
    if (bytes.length > EvidenceFolder.LARGEST) {
      throw new UserError(
          "file-too-large",
          "the file has "
              + bytes.length
              + " bytes, and "
              + EvidenceFolder.LARGEST
              + " are the most",
          "hand in a smaller one, or write down where it lies");
    }
    Instant now = around.timeline().instant().truncatedTo(ChronoUnit.MICROS);
    Evidence evidence =
        new Evidence(
            Ids.next(now),
            item,
            called(name),
            EvidenceFolder.type(bytes),
            bytes.length,
            around.files().store(bytes),
            by,
            now);
    around
        .store()
        .change(
            tx -> {
              repository.attach(tx.handle(), run, evidence);
              around
                  .journal()
                  .append(
                      tx,
                      ChecklistEvents.of(ChecklistEvents.ATTACHED, sheet)
                          .actor(by)
                          .with("item", sheet.lines().get(item).item().text())
                          .with("file", evidence.name())
                          .with("hash", evidence.hash()));
            });
    return evidence;
  }

  private static String called(String name) {
    String last = name.substring(Math.max(name.lastIndexOf('/'), name.lastIndexOf('\\')) + 1);
    String plain = last.replaceAll("[\\p{Cntrl}\\p{Cf}\"<>|:*?]", "_").strip();
    String shown = plain.isEmpty() || plain.matches("\\.+") ? "file" : plain;
    return shown.length() <= 120 ? shown : shown.substring(shown.length() - 120);
  }

  /**
   * The bytes of a file that was handed in.
   *
   * @throws UserError {@code evidence-lost}
   */
  public byte[] read(Evidence evidence) {
    return around.files().read(evidence);
  }

  private Sheet open(String run, int item) {
    Sheet sheet = known(run);
    if (item < 0 || item >= sheet.lines().size()) {
      throw new UserError(
          "unknown-item",
          "the checklist has no item " + (item + 1),
          "it has " + sheet.lines().size());
    }
    if (sheet.signature() != null) {
      throw signedBefore(sheet.signature());
    }
    return sheet;
  }

  /**
   * A person answers an item, or says better than Jigi how it is.
   *
   * @throws UserError {@code unknown-item}, {@code signed-before}, {@code no-note} for an item that
   *     is not OK, or that Jigi answered, without a reason, {@code missing-evidence}
   */
  public void answer(String run, Answer answer) {
    Sheet sheet = open(run, answer.item());
    Sheet.Line line = sheet.lines().get(answer.item());
    boolean replaces = !line.item().byHand() || line.status() != null;
    if (answer.note().isBlank() && (replaces || answer.status() != Status.OK)) {
      throw new UserError(
          "no-note",
          "item " + (answer.item() + 1) + " is answered without saying why",
          "write what you saw");
    }
    if (line.status() == null && !line.item().byHand()) {
      throw new UserError(
          "not-answered-yet",
          "item " + (answer.item() + 1) + " is still being checked",
          "wait for its answer");
    }
    String wanted = line.item().work().evidence();
    boolean shown = !line.files().isEmpty() || answer.note().contains("://");
    if (wanted != null && answer.status() == Status.OK && !shown) {
      throw new UserError(
          "missing-evidence",
          "item " + (answer.item() + 1) + " needs its evidence (" + wanted + ")",
          "hand in a file first, or write a link to it into the note");
    }
    around.store().change(tx -> record(tx, sheet, line, answer));
  }

  private void record(Tx tx, Sheet sheet, Sheet.Line line, Answer answer) {
    repository.answer(tx.handle(), sheet.run(), answer);
    around
        .journal()
        .append(
            tx,
            ChecklistEvents.of(ChecklistEvents.ANSWERED, sheet)
                .actor(answer.by())
                .with("item", line.item().text())
                .with("status", answer.status().key())
                .with("note", answer.note())
                .with("value", answer.value() == null ? "" : answer.value()));
    if (line.status() == null) {
      boolean fine = answer.status().compareTo(Status.WARN) <= 0;
      String value = answer.value() == null ? "" : answer.value() + " ";
      around
          .engine()
          .choose(
              tx,
              sheet.run(),
              line.index(),
              new RunEngine.Chosen(
                  fine ? Choice.MARK_DONE : Choice.ABANDON,
                  answer.by(),
                  (value + answer.note()).strip()));
    }
  }

  /**
   * A person vouches for it.
   *
   * @throws UserError {@code not-complete} while items are open, {@code signed-before}
   */
  public void sign(String run, Sheet.Signature signature) {
    Sheet sheet = known(run);
    if (sheet.signature() != null) {
      throw signedBefore(sheet.signature());
    }
    if (sheet.open() > 0) {
      throw new UserError(
          "not-complete",
          sheet.open() + " items are not answered",
          "answer them first; what cannot be checked is answered so, with a note");
    }
    around
        .store()
        .change(
            tx -> {
              if (!repository.sign(tx.handle(), run, signature)) {
                throw signedBefore(signature);
              }
              around
                  .journal()
                  .append(
                      tx,
                      ChecklistEvents.of(ChecklistEvents.SIGNED, sheet)
                          .actor(signature.by())
                          .with("status", Status.worst(sheet.statuses()).key())
                          .with("note", signature.note()));
              followers.follow(tx, sheet, signature.by());
            });
  }

  private static UserError signedBefore(Sheet.Signature signature) {
    return new UserError(
        "signed-before",
        "it was signed by " + signature.by() + " at " + signature.at(),
        "what was signed is not changed; begin a new one");
  }

  private Sheet known(String run) {
    Sheet sheet = sheets.apply(run);
    if (sheet == null) {
      throw new UserError(
          "unknown-checklist", "run " + run + " does no checklist", "see jigi checklist list");
    }
    return sheet;
  }
}
