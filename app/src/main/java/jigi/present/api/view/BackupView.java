package jigi.present.api.view;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import jigi.base.kernel.Status;
import org.jspecify.annotations.Nullable;

/** Backups, their plans and their proofs. */
public final class BackupView {
  private BackupView() {}

  /**
   * A plan in a list.
   *
   * @param at the connection
   * @param matter what is the matter, as a word of the catalogue; empty when nothing is
   * @param taken the instant that a restore would give back now; null when there is none
   * @param bytes of the newest good one, as stored
   * @param sizes of the good ones of the first item, oldest first
   * @param lost how much time a restore would lose now
   * @param rto how long the last drill that passed took
   * @param proven when a drill passed last; null for never
   * @param schedule as written; empty when people start it
   * @param running the run that is under way; null for none
   * @param log null for a source that keeps none
   */
  public record Row(
      String system,
      String name,
      String title,
      String kind,
      String at,
      Status status,
      String matter,
      @Nullable Instant taken,
      @Nullable Long bytes,
      @Nullable Long rows,
      List<Long> sizes,
      Goals goals,
      @Nullable Duration lost,
      @Nullable Duration rto,
      @Nullable Instant proven,
      @Nullable Proof drill,
      String schedule,
      @Nullable Instant next,
      @Nullable String running,
      @Nullable Log log) {
    public String path() {
      return "/backups/" + system + "/" + name;
    }
  }

  /**
   * The log of a source that is restored to any point in time.
   *
   * @param from the oldest instant that can be restored; null when there is none
   * @param until the newest
   * @param lag bytes that wait at the source; null when not known
   * @param byName whether one of its databases can be restored by its name, too
   * @param fault why the log is not kept at the moment; null when it is
   */
  public record Log(
      @Nullable Instant from,
      @Nullable Instant until,
      @Nullable Long lag,
      boolean gap,
      boolean byName,
      @Nullable Fault fault) {}

  /**
   * What a restore will do.
   *
   * @param over whether it takes the place of what has the name
   * @param taken whether something has the name; null when nobody can tell
   * @param trouble why nobody can tell, or why it cannot be done; null for nothing
   * @param from the stores that hold a copy, in the order in which they are tried
   * @param expected how long the last drill took; null when none has passed
   * @param lost what happened since the instant that comes back
   */
  public record Outline(
      String target,
      boolean over,
      @Nullable Boolean taken,
      @Nullable String trouble,
      List<String> from,
      @Nullable Duration expected,
      Duration lost) {
    /** Whether it can be begun, as far as anybody can see. */
    public boolean possible() {
      return trouble == null && taken != null && (!taken || over) && !from.isEmpty();
    }
  }

  /**
   * What the form of a restore begins with.
   *
   * @param target a name beside the original
   * @param over whether the original may be replaced
   */
  public record Offer(String target, boolean over) {}

  /**
   * How far an act has come.
   *
   * @param stage dump, check, restore, compare
   * @param done bytes of plaintext
   * @param all null when nobody knows
   * @param guessed whether {@code all} is what the one before had
   * @param rate bytes in a second; null in the first one
   * @param left null when nobody can know
   */
  public record Progress(
      String stage,
      String item,
      long done,
      @Nullable Long all,
      boolean guessed,
      @Nullable Long rate,
      @Nullable Duration left) {}

  /** What is promised; null where nothing is. */
  public record Goals(@Nullable Duration rpo, @Nullable Duration rto) {}

  /**
   * One backup.
   *
   * @param state running, stored, good or failed
   * @param read bytes that a running one has read of its source; null when it does not run
   * @param increment which one since the whole one; 0 for a whole one
   * @param proven whether a restore of it was compared and found the same
   * @param held why no rule removes it; null when they do
   */
  public record Entry(
      String id,
      String system,
      String plan,
      String item,
      String name,
      String run,
      String state,
      Instant started,
      @Nullable Instant taken,
      @Nullable Duration took,
      @Nullable Long read,
      @Nullable Size size,
      @Nullable Long rows,
      String compress,
      String encrypt,
      int increment,
      boolean proven,
      @Nullable String unusual,
      @Nullable Fault fault,
      List<Copy> copies,
      @Nullable String held) {
    public boolean isGood() {
      return state.equals("good");
    }
  }

  /** Bytes before and after compression, and checksums of both. */
  public record Size(long bytes, long stored, String sha256, String storedSha256) {}

  /** Why something failed. */
  public record Fault(String code, String said) {}

  /** One copy. */
  public record Copy(
      String store, String place, String state, @Nullable Instant checked, @Nullable Fault fault) {}

  /** A drill or a restore. */
  public record Proof(
      String id,
      String backup,
      String kind,
      String run,
      String place,
      Instant started,
      @Nullable Instant ended,
      String outcome,
      @Nullable Duration took,
      @Nullable String code,
      @Nullable String said) {}

  /**
   * What becomes of a copy by the plan's rules.
   *
   * @param why words of the catalogue
   */
  public record Kept(String backup, String name, String store, boolean keep, List<String> why) {}

  /**
   * The key without which no backup of a plan opens.
   *
   * @param places where Jigi finds it; never the key itself
   * @param escrow where it is kept besides; null when nobody has said
   */
  public record Key(String encryption, List<String> places, @Nullable String escrow) {}

  /**
   * A plan with its backups and proofs, newest first, and its last days, today last.
   *
   * @param key null for what is not encrypted
   */
  public record Detail(
      Row row,
      @Nullable Key key,
      List<String> stores,
      String file,
      List<String> questions,
      String drills,
      List<Entry> backups,
      List<Proof> proofs,
      List<Day> days) {}

  /**
   * A calendar day in the system's zone.
   *
   * @param state good, failed, missing, removed or none
   * @param backup its id; null where there is none
   */
  public record Day(LocalDate date, String state, @Nullable String backup) {}
}
