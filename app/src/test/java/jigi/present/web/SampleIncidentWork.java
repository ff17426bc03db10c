package jigi.present.web;

import static jigi.present.web.Samples.*;

import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import jigi.base.kernel.Language;
import jigi.present.api.view.*;
import org.jspecify.annotations.Nullable;

/** What people did and wrote in the one incident. */
record SampleIncidentWork(SampleDesk desk) implements IncidentDesk {
  static IncidentWork work() {
    return new IncidentWork(
        null,
        List.of(
            new IncidentWork.Phase(
                "감지 및 초기 대응",
                Duration.ofMinutes(5),
                true,
                false,
                List.of(
                    new IncidentWork.Step(
                        1, "모니터링 알림 확인", null, false, false, ago(900), "user:kim", ""),
                    new IncidentWork.Step(
                        2, "상황실 개설 (P0-P1)", null, false, false, null, null, ""))),
            new IncidentWork.Phase(
                "장애 분석 및 해결",
                Duration.ofMinutes(30),
                false,
                true,
                List.of(
                    new IncidentWork.Step(
                        3, "서비스 재시작", "/runbooks/shop/web-down", false, false, null, null, ""))),
            new IncidentWork.Phase(
                "복구 및 사후 처리",
                Duration.ofHours(2),
                false,
                false,
                List.of(
                    new IncidentWork.Step(4, "기능 테스트", null, true, false, null, null, ""),
                    new IncidentWork.Step(5, "고객 확인", null, false, true, null, null, "")))),
        List.of(
            new IncidentWork.Text("symptom", 1, "결제가 되지 않습니다.", ago(600), "user:kim"),
            new IncidentWork.Text("impact", 0, "", null, ""),
            new IncidentWork.Text(
                "room", 1, "https://meet.example.com/shop", ago(600), "user:kim")),
        List.of(),
        List.of(followUp()),
        List.of("user:kim", "user:lee"),
        new IncidentWork.Before(
            events().subList(0, 2),
            List.of(
                new ErrorRow(
                    "error",
                    "<script> connection refused (10.0.0.7:5432)",
                    42,
                    ago(20),
                    List.of()))),
        new IncidentWork.Choices(Map.of("security", "보안 사고"), Map.of("kim", "김영희"), "점검 중입니다."),
        new IncidentWork.Everybody(
            "/status/shop", List.of("로그인", "결제"), SamplePublic.news(false), false));
  }

  private static FollowUpRow followUp() {
    return new FollowUpRow(
        "i1", "INC-142", "shop", 1, "디스크 한도 알림 추가", "kim", ago(3600), null, null, true);
  }

  @Override
  public String report(Reported what, String actor) {
    return "i1";
  }

  @Override
  public void publish(String id, Told what, String actor) {
    desk.done.add("publish " + id + " " + what.stage() + " " + what.text() + " " + actor);
  }

  @Override
  public void withdraw(String id, String actor) {
    desk.done.add("withdraw " + id + " " + actor);
  }

  @Override
  public void tick(String id, int step, boolean done, String evidence, String actor) {
    desk.done.add("step " + id + " " + step + " " + done + " " + evidence + " " + actor);
  }

  @Override
  public void write(String id, String field, String text, @Nullable Integer base, String actor) {
    desk.done.add("write " + id + " " + field + " " + base + " " + text + " " + actor);
  }

  @Override
  public void kind(String id, String kind, String actor) {
    desk.done.add("kind " + id + " " + kind + " " + actor);
  }

  @Override
  public void repaired(String id, String actor) {
    desk.done.add("repaired " + id + " " + actor);
  }

  @Override
  public void followUp(String id, String task, String person, LocalDate due, String actor) {
    desk.done.add("follow-up " + id + " " + task + " " + person + " " + due + " " + actor);
  }

  @Override
  public void finish(String id, int number, String actor) {
    desk.done.add("finish " + id + " " + number + " " + actor);
  }

  @Override
  public List<FollowUpRow> followUps(Scope scope) {
    return desk.empty || desk.calm || !scope.sees("shop") ? List.of() : List.of(followUp());
  }

  @Override
  public @Nullable String text(String id, Format format, Language language) {
    return id.equals("i1")
        ? "# 장애 보고서 INC-142\n\n- **시스템**: shop\n\n| 시각 | 내용 |\n|---|---|\n| 09:00 | <script> |\n"
        : null;
  }
}
