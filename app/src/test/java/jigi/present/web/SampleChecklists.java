package jigi.present.web;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import jigi.base.kernel.Language;
import jigi.present.api.view.ChecklistView;
import jigi.present.api.view.Desk;
import jigi.present.api.view.Scope;
import org.jspecify.annotations.Nullable;

/** Checklists, for pages to be looked at. */
final class SampleChecklists implements Desk.Checklists {
  private final SampleDesk desk;

  SampleChecklists(SampleDesk desk) {
    this.desk = desk;
  }

  private static final Instant NINE = Samples.NOW.minusSeconds(3600);

  private static ChecklistView.Done done() {
    return new ChecklistView.Done(
        "c1", 12, NINE, NINE.plusSeconds(28_800), "fail", 4, 1, false, null);
  }

  private static ChecklistView.Row row() {
    return new ChecklistView.Row(
        "shop",
        "daily",
        "일일 점검",
        "checklists/daily.md",
        4,
        2,
        "daily 09:00",
        new ChecklistView.Terms(List.of("운영팀"), 10, 480),
        NINE.plusSeconds(86_400),
        done());
  }

  @Override
  public List<ChecklistView.Row> list(Scope scope) {
    return desk.empty || !scope.sees("shop") ? List.of() : List.of(row());
  }

  @Override
  public ChecklistView.@Nullable Detail get(String system, String name) {
    return system.equals("shop") && name.equals("daily")
        ? new ChecklistView.Detail(row(), LINES, List.of("ops"), List.of(done()))
        : null;
  }

  @Override
  public ChecklistView.@Nullable Sheet sheet(String run) {
    if (!run.equals("c1")) {
      return null;
    }
    Map<String, String> fields = new LinkedHashMap<>();
    fields.put("발견 이슈", "");
    fields.put("조치 사항", "");
    return new ChecklistView.Sheet(row(), done(), LINES, List.of(), fields, "", null, null);
  }

  private static ChecklistView.Line line(
      int index,
      String section,
      String text,
      String way,
      String what,
      String status,
      String evidence,
      @Nullable String by) {
    return new ChecklistView.Line(
        index,
        section,
        text,
        way,
        what,
        status,
        evidence,
        by == null ? null : "0.3",
        by,
        NINE,
        way.equals("hand")
            ? new ChecklistView.Work("운영팀", List.of(), 5, by == null ? "오류 로그 요약" : "", 0, null)
            : ChecklistView.Work.PLAIN,
        by == null ? List.of() : List.of(FILE),
        List.of());
  }

  private static final ChecklistView.File FILE =
      new ChecklistView.File(
          "e1",
          "접속 로그 <1>.txt",
          "text/plain; charset=utf-8",
          2100,
          "ab".repeat(32),
          "user:kim",
          NINE);

  private static final List<ChecklistView.Line> LINES =
      List.of(
          line(0, "서비스 상태", "API가 응답한다", "check", "api-ok", "ok", "probe_success = 1", null),
          line(1, "서비스 상태", "메모리 < 85%", "check", "memory-ok", "fail", "0.91 (한도 0.85)", null),
          line(2, "로그", "최근 오류를 훑어보았다", "hand", "", "open", "", null),
          line(3, "로그", "429 응답 비율", "hand", "%", "ok", "", "user:kim"));

  @Override
  public String attach(String run, int item, String name, byte[] bytes, String actor) {
    desk.done.add("attach " + run + " " + item + " " + name + " " + bytes.length + " " + actor);
    return "e1";
  }

  @Override
  public ChecklistView.@Nullable File file(String run, String id) {
    return run.equals("c1") && id.equals("e1") ? FILE : null;
  }

  @Override
  public byte[] bytes(String run, String id) {
    return "<script>alert(1)</script>".getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public String export(
      String system, YearMonth month, String format, Language language, ZoneId zone) {
    return "# " + system + " " + month + "\n";
  }

  @Override
  public String start(String system, String name, String actor) {
    desk.done.add("checklist " + system + "/" + name + " " + actor);
    return "c1";
  }

  @Override
  public void answer(String run, Answered answered, String actor) {
    desk.done.add("answer " + run + " " + answered.item() + " " + answered.status() + " " + actor);
  }

  @Override
  public void sign(String run, String note, Map<String, String> fields, String actor) {
    desk.done.add("sign " + run + " " + note + " " + fields + " " + actor);
  }

  @Override
  public String export(String run, String format, Language language, ZoneId zone) {
    return "# 일일 점검\n";
  }
}
