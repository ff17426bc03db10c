package jigi.present.web;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import jigi.base.kernel.Status;
import jigi.present.api.view.BackupDesk;
import jigi.present.api.view.BackupView;
import jigi.present.api.view.RunDetail;
import jigi.present.api.view.RunRow;
import jigi.present.api.view.Scope;
import jigi.present.api.view.StepRow;
import org.jspecify.annotations.Nullable;

/** Backups, for pages to be looked at. */
final class SampleBackups implements BackupDesk {
  private static final Instant TWO = Samples.NOW.minusSeconds(8 * 3600);
  private final SampleDesk desk;

  SampleBackups(SampleDesk desk) {
    this.desk = desk;
  }

  private static final BackupView.Proof DRILL =
      new BackupView.Proof(
          "d1",
          "b1",
          "drill",
          "r1",
          "scratch",
          TWO.plusSeconds(3600),
          TWO.plusSeconds(3960),
          "passed",
          Duration.ofSeconds(342),
          null,
          "backup_shop_20260113_020000.dump of local restored into scratch: 24 tables, 18204 rows,"
              + " all as backed up\nSELECT count(*) FROM orders: 18204");

  private static BackupView.Row row(
      String name, String title, Status status, String matter, boolean proven) {
    return new BackupView.Row(
        "shop",
        name,
        title,
        "postgres",
        "db",
        status,
        matter,
        TWO,
        212_000_000L,
        18_204L,
        List.of(180L, 190L, 188L, 201L, 207L, 212L),
        new BackupView.Goals(Duration.ofHours(24), proven ? Duration.ofHours(1) : null),
        Duration.ofHours(8),
        proven ? Duration.ofSeconds(342) : null,
        proven ? TWO.plusSeconds(3960) : null,
        proven ? DRILL : null,
        "daily 02:00",
        TWO.plusSeconds(86_400),
        null,
        proven
            ? new BackupView.Log(
                TWO.minusSeconds(14 * 86_400), TWO.plusSeconds(28_000), 81_000L, false, true, null)
            : null);
  }

  private static List<BackupView.Row> rows() {
    return List.of(
        row("knowledge", "지식 DB", Status.FAIL, "unproven", false),
        row("database", "주문 DB", Status.OK, "", true));
  }

  private static BackupView.Entry entry(
      String id, String state, boolean proven, BackupView.@Nullable Fault fault) {
    boolean stored = fault == null;
    return new BackupView.Entry(
        id,
        "shop",
        "database",
        "shop",
        "backup_shop_20260113_0" + id.charAt(1) + "0000.dump",
        "r1",
        state,
        TWO,
        TWO,
        Duration.ofSeconds(94),
        null,
        stored
            ? new BackupView.Size(912_000_000L, 212_000_000L, "ab".repeat(32), "cd".repeat(32))
            : null,
        stored ? 18_204L : null,
        "zstd",
        "aes-256-gcm",
        proven ? 0 : 3,
        proven,
        null,
        fault,
        stored
            ? List.of(
                new BackupView.Copy("local", "/var/backups/shop", "verified", TWO, null),
                new BackupView.Copy(
                    "remote",
                    "s3://backups/shop",
                    "damaged",
                    TWO,
                    new BackupView.Fault(
                        "seal-damaged",
                        "the data is damaged in bytes 65536 to 131071 of the encrypted data")))
            : List.of(),
        proven ? "2026 감사" : null);
  }

  private static List<BackupView.Entry> entries() {
    return List.of(
        entry("b1", "good", true, null),
        entry(
            "b2",
            "failed",
            false,
            new BackupView.Fault(
                "dump-failed", "pg_dump ended with 1: connection to server was lost")));
  }

  @Override
  public List<BackupView.Row> list(Scope scope) {
    return desk.empty || !scope.sees("shop") ? List.of() : rows();
  }

  private static List<BackupView.Day> days() {
    LocalDate today = Samples.NOW.atZone(ZoneId.of("Asia/Seoul")).toLocalDate();
    List<BackupView.Day> days = new ArrayList<>();
    for (int back = 34; back >= 0; back--) {
      String state =
          back > 28
              ? "none"
              : back > 14 ? "removed" : back == 9 ? "failed" : back == 4 ? "missing" : "good";
      boolean none = state.equals("none") || state.equals("missing");
      days.add(new BackupView.Day(today.minusDays(back), state, none ? null : "b1"));
    }
    return days;
  }

  @Override
  public BackupView.@Nullable Detail get(String system, String plan) {
    if (!system.equals("shop") || !plan.equals("database")) {
      return null;
    }
    return new BackupView.Detail(
        rows().getLast(),
        new BackupView.Key("aes-256-gcm", List.of("keys/backup"), null),
        List.of("local", "remote"),
        "backup_{database}_{time:yyyyMMdd_HHmmss}.dump",
        List.of("SELECT count(*) FROM orders"),
        "second saturday 03:00",
        entries(),
        List.of(DRILL),
        days());
  }

  @Override
  public BackupView.@Nullable Entry find(String backup) {
    return entries().stream().filter(one -> one.id().equals(backup)).findFirst().orElse(null);
  }

  @Override
  public List<BackupView.Kept> kept(String system, String plan) {
    return List.of(
        new BackupView.Kept(
            "b1",
            "backup_shop_20260113_010000.dump",
            "local",
            true,
            List.of("retention.reason.last-good", "retention.reason.days")),
        new BackupView.Kept(
            "b2",
            "backup_shop_20260102_020000.dump",
            "local",
            false,
            List.of("retention.reason.expired")));
  }

  private String did(String what, String actor) {
    desk.done.add(what + " " + actor);
    return "r1";
  }

  @Override
  public String run(String system, String plan, String actor) {
    return did("back-up " + plan, actor);
  }

  @Override
  public String verify(String backup, String actor) {
    return did("verify " + backup, actor);
  }

  @Override
  public String drill(String system, String plan, @Nullable String backup, String actor) {
    return did("drill " + plan, actor);
  }

  @Override
  public String restore(String backup, String target, @Nullable String confirm, String actor) {
    return did("restore " + backup + " " + target, actor);
  }

  static RunDetail restoring() {
    RunRow row =
        new RunRow(
            "r3",
            320,
            "shop",
            "restore-database",
            "데이터베이스 전체 백업",
            "running",
            null,
            Samples.NOW.minusSeconds(75),
            null,
            1,
            0,
            2,
            "manual",
            "user:kim",
            null);
    return new RunDetail(
        row,
        "77aa".repeat(16),
        null,
        null,
        Map.of(),
        "",
        List.of(
            step(
                0,
                "backup",
                "succeeded",
                "shop: 24 tables, 18204 rows, 912000000 bytes stored in 212000000 as"
                    + " backup_shop_20260113_103557.dump\n"
                    + "backup_shop_20260113_103557.dump in local: 212000000 bytes read back, all as"
                    + " they were stored"),
            step(1, "restore", "running", "")),
        null);
  }

  private static StepRow step(int index, String language, String state, String said) {
    boolean ended = state.equals("succeeded");
    return new StepRow(
        index,
        ended ? "데이터베이스 전체 백업" : "backup_shop_20260113_020000.dump",
        language,
        "",
        null,
        state,
        said,
        Samples.NOW.minusSeconds(ended ? 75 : 20),
        ended ? Samples.NOW.minusSeconds(21) : null,
        "",
        List.of());
  }

  @Override
  public BackupView.Offer offer(String backup) {
    return new BackupView.Offer("shop_restored", true);
  }

  @Override
  public BackupView.Outline outline(String backup, String target, boolean over) {
    boolean taken = over || target.equals("shop");
    return new BackupView.Outline(
        target,
        over,
        taken,
        null,
        List.of("local", "remote"),
        Duration.ofSeconds(341),
        Duration.ofMinutes(517));
  }

  @Override
  public BackupView.@Nullable Progress progress(String run) {
    return new BackupView.Progress(
        "restore",
        "backup_shop_20260113_020000.dump",
        412_000_000L,
        912_000_000L,
        false,
        31_000_000L,
        Duration.ofSeconds(17));
  }

  @Override
  public String drillTo(String system, String plan, String point, String actor) {
    return did("drill " + plan + " " + point, actor);
  }

  @Override
  public String recover(
      String system,
      String plan,
      String point,
      String target,
      @Nullable String confirm,
      String actor) {
    return did("recover " + plan + " " + point + " " + target, actor);
  }

  @Override
  public String adopt(String system, String plan, String actor) {
    return did("adopt " + plan, actor);
  }

  @Override
  public void hold(String backup, String reason, String actor) {
    did("hold " + backup + " " + reason, actor);
  }

  @Override
  public void release(String backup, String actor) {
    did("release " + backup, actor);
  }
}
