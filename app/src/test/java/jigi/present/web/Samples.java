package jigi.present.web;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import jigi.base.journal.Event;
import jigi.base.journal.EventDraft;
import jigi.base.journal.EventKind;
import jigi.base.kernel.Status;
import jigi.present.api.view.*;
import org.jspecify.annotations.Nullable;

/** What the sample house is made of. */
final class Samples {
  static final Instant NOW = Instant.parse("2026-01-13T01:37:12Z");

  private Samples() {}

  static Instant ago(long seconds) {
    return NOW.minusSeconds(seconds);
  }

  static Beats beats(String pattern, int minutes) {
    return new Beats(pattern, Duration.ofMinutes(minutes));
  }

  static ComponentRow component(
      String system, String name, Status status, long since, String evidence, String... affected) {
    int bad = (int) Math.min(30, since / 60);
    String marks =
        status == Status.OK
            ? "o".repeat(30)
            : "o".repeat(30 - bad) + String.valueOf(Beats.mark(status)).repeat(bad);
    return new ComponentRow(
        system,
        name,
        name + "의 목적",
        "app",
        status,
        ago(since),
        evidence,
        beats(marks, 30),
        status == Status.OK && name.equals("db")
            ? List.of(new Figure("took", 4.2, "ms", false))
            : List.of(),
        List.of(affected));
  }

  static Event event(
      String id,
      long ago,
      String kind,
      @Nullable String system,
      @Nullable String component,
      String actor,
      Map<String, String> args) {
    EventDraft draft =
        EventDraft.of(EventKind.of(kind)).system(system).component(component).actor(actor);
    for (var e : args.entrySet()) {
      draft = draft.with(e.getKey(), e.getValue());
    }
    return new Event(id, "here", 1, ago(ago), draft, "0f".repeat(32));
  }

  static List<Event> events() {
    return List.of(
        event("e9", 60, "web.sample.waiting", "shop", null, "jigi", Map.of()),
        event(
            "e8",
            180,
            "web.sample.note",
            "shop",
            null,
            "user:kim",
            Map.of("text", "<b>한 번</b> 더 봅니다")),
        event("e7", 240, "web.sample.step", "shop", "web", "jigi", Map.of()),
        event("e6", 1010, "web.sample.fired", "shop", "web", "jigi", Map.of()),
        event("e5", 1080, "web.sample.changed", "shop", "web", "jigi", Map.of("to", "FAIL")),
        event("e1", 90000, "access.signed-in", null, null, "user:kim", Map.of()));
  }

  static RunRow run(boolean live) {
    return new RunRow(
        "r1",
        318,
        "shop",
        "web-down",
        "웹 서비스 복구",
        live ? "waiting" : "succeeded",
        live ? "approval" : null,
        ago(1020),
        live ? null : ago(500),
        3,
        0,
        5,
        "alert WebDown",
        "jigi",
        live ? NOW.plusSeconds(461) : null);
  }

  static RunRow other() {
    return new RunRow(
        "r2",
        319,
        "machine",
        "rotate-logs",
        "로그 정리",
        "running",
        null,
        ago(75),
        null,
        1,
        1,
        4,
        "person",
        "user:kim",
        null);
  }

  static IncidentRow incident() {
    return new IncidentRow(
        "i1",
        142,
        "shop",
        "웹 서비스가 응답하지 않음",
        "P1",
        "높음",
        IncidentRow.State.ACKNOWLEDGED,
        ago(1010),
        ago(890),
        null,
        null,
        "user:kim",
        new NextAction(
            "approve",
            Map.of("run", "웹 서비스 복구", "step", "서버 다시 시작"),
            "/runs/r1",
            false,
            NOW.plusSeconds(461)));
  }

  static AlertRow alert() {
    return new AlertRow(
        "a1",
        "shop",
        "web",
        "WebDown",
        "critical",
        AlertRow.State.FIRING,
        ago(1010),
        0.0,
        "웹 서비스가 응답하지 않습니다",
        "rules/shop.yaml:7:5",
        null,
        7,
        Map.of("system", "shop", "component", "web", "probe", "http", "severity", "critical"));
  }

  static AlertRow pending() {
    return new AlertRow(
        "a2",
        "machine",
        "host",
        "MemoryHigh",
        "warning",
        AlertRow.State.PENDING,
        ago(120),
        0.8621,
        "메모리 86.2%",
        "rules/host.yaml:3:5",
        null,
        0,
        Map.of("system", "machine"));
  }

  static RunbookRow runbook() {
    return new RunbookRow(
        "shop",
        "web-down",
        "웹 서비스 복구",
        "API가 응답하지 않는다",
        List.of("WebDown: ask"),
        "declared",
        5,
        run(true));
  }

  static List<StepRow> steps() {
    return List.of(
        new StepRow(
            0,
            "상태 보기",
            "sh",
            "look",
            "app",
            "succeeded",
            "종료 코드 0",
            ago(1019),
            ago(1018),
            "./shop status\n",
            List.of(
                new StepRow.AttemptRow("t0", 1, "look", "succeeded", ago(1019), ago(1018), 42))),
        new StepRow(
            1,
            "다시 시작",
            "sh",
            "run",
            "app",
            "failed",
            "종료 코드 0이지만 web-healthy가 돌아오지 않음",
            ago(1017),
            ago(813),
            "./shop restart\n",
            List.of(
                new StepRow.AttemptRow("t1", 1, "run", "failed", ago(1017), ago(920), 120),
                new StepRow.AttemptRow("t2", 2, "run", "failed", ago(910), ago(813), 120))),
        new StepRow(
            2,
            "로그 모으기",
            "sh",
            "look",
            "app",
            "unverified",
            "보냈지만 읽어 보지 못함",
            ago(812),
            ago(300),
            "./shop logs --since 10m\n",
            List.of()),
        new StepRow(
            3,
            "서버 다시 시작",
            "sh",
            "run",
            "app",
            "waiting",
            "ops의 승인이 있어야 실행됨",
            ago(139),
            null,
            "docker compose down\ndocker compose up -d --wait\n",
            List.of()),
        new StepRow(4, "결과 알리기", "notify", "run", null, "todo", "", null, null, "", List.of()));
  }
}
