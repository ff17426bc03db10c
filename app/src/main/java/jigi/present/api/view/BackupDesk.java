package jigi.present.api.view;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Plans, their backups and proofs. Acts give the id of the run that they begin. */
public interface BackupDesk {
  List<BackupView.Row> list(Scope scope);

  BackupView.@Nullable Detail get(String system, String plan);

  /** By id, or by the name of its file; null when there is none. */
  BackupView.@Nullable Entry find(String backup);

  /** What the plan's rules would do with every copy now. */
  List<BackupView.Kept> kept(String system, String plan);

  String run(String system, String plan, String actor);

  String verify(String backup, String actor);

  /**
   * @param backup null for the newest good one
   */
  String drill(String system, String plan, @Nullable String backup, String actor);

  /**
   * @param confirm the typed name of what the restore takes the place of; null for a new name
   */
  String restore(String backup, String target, @Nullable String confirm, String actor);

  /** What a person who restores this backup is offered. */
  BackupView.Offer offer(String backup);

  /**
   * What the restore would do; nothing is changed.
   *
   * @param over whether it is to take the place of what has the name
   */
  BackupView.Outline outline(String backup, String target, boolean over);

  /** How far a run has come; null when it works on no backup now. */
  BackupView.@Nullable Progress progress(String run);

  /** Drills a point in time: {@code time:…}, {@code lsn:…} or {@code name:…}. */
  String drillTo(String system, String plan, String point, String actor);

  /**
   * Restores a point in time.
   *
   * @param target a folder of Jigi's machine or, where the source can, a database and its new name
   * @param confirm null, or the name of the database whose place it takes
   */
  String recover(
      String system,
      String plan,
      String point,
      String target,
      @Nullable String confirm,
      String actor);

  /** Takes what lies in the plan's stores into the catalogue. */
  String adopt(String system, String plan, String actor);

  void hold(String backup, String reason, String actor);

  void release(String backup, String actor);
}
