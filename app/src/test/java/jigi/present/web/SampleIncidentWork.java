package jigi.present.web;

import static jigi.present.web.Samples.*;

import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
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
        ago(60),
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
        new IncidentWork.Room(
            ago(1100),
            List.of(
                new IncidentWork.Participant("user:kim", ago(900)),
                new IncidentWork.Participant("user:lee", ago(700))),
            List.of(
                new IncidentWork.Said(ago(800), "user:kim", "결제 서버 로그를 보고 있습니다."),
                new IncidentWork.Said(ago(650), "user:lee", "<b>배포를 되돌릴까요?</b>"))),
        List.of(
            new IncidentWork.CustomerNotice(
                2,
                "결제 오류 안내",
                "일부 결제가 되지 않습니다.\n원인을 확인하고 있습니다.",
                "draft",
                List.of("customers"),
                true,
                ago(500),
                "user:kim",
                null,
                null),
            new IncidentWork.CustomerNotice(
                1,
                "결제 지연 안내",
                "결제가 느립니다.",
                "sent",
                List.of("customers"),
                false,
                ago(800),
                "user:kim",
                ago(790),
                "user:lee")),
        new IncidentWork.Before(
            events().subList(0, 2),
            List.of(
                new ErrorRow(
                    "error",
                    "<script> connection refused (10.0.0.7:5432)",
                    42,
                    ago(20),
                    List.of())),
            List.of(chart("응답 시간", true), chart("에러율", false))),
        new IncidentWork.Choices(
            Map.of("security", "보안 사고"),
            Map.of("kim", "김영희"),
            "점검 중입니다.",
            List.of(
                new IncidentWork.Template(
                    "outage", "서비스 장애 안내", "장애가 있습니다.", List.of("customers"), true))),
        new IncidentWork.Everybody(
            "/status/shop", List.of("로그인", "결제"), SamplePublic.news(false), false));
  }

  private static Chart chart(String title, boolean measured) {
    List<Chart.Point> points = new ArrayList<>();
    for (int i = 0; i <= 60; i++) {
      points.add(
          new Chart.Point(
              ago(4800 - i * 80L), measured ? i < 45 ? 0.2 : 0.2 + i / 20.0 : Double.NaN));
    }
    return new Chart(title, "s", ago(4800), ago(0), points);
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
  public void join(String id, String actor) {
    desk.done.add("join " + id + " " + actor);
  }

  @Override
  public void draft(String id, String template, String title, String text, String actor) {
    desk.done.add("draft " + id + " " + template + " " + title + " " + text + " " + actor);
  }

  @Override
  public void decide(String id, int notice, boolean approved, String actor) {
    desk.done.add("decide " + id + " " + notice + " " + approved + " " + actor);
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
