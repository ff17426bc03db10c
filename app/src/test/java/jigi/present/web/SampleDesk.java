package jigi.present.web;

import static jigi.present.web.Samples.*;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import jigi.base.journal.Event;
import jigi.base.journal.EventQuery;
import jigi.base.kernel.Status;
import jigi.present.api.view.*;
import org.jspecify.annotations.Nullable;

/** A house with something of everything, for looking at pages and for testing routes. */
final class SampleDesk {
  /** What somebody did, as {@code verb target actor}. */
  final List<String> done = new ArrayList<>();

  boolean calm;
  boolean empty;

  Desk desk() {
    return new Desk(
        new Overview(),
        new SampleSystems(this),
        new Components(),
        new Logs(),
        new SampleTargets(this),
        new Alerts(),
        new SampleOnCall(this),
        new SampleRules(this),
        new SampleIncidents(this),
        new Runs(),
        new SampleRunbooks(this),
        new SampleAgenda(),
        new SampleChecklists(this),
        new SampleBackups(this),
        new SampleDeployments(this),
        new SampleReports(this),
        new SampleManuals(this),
        new SampleDiscovery(this),
        new SampleConnections(this),
        new History(),
        new SampleQueries(),
        new SamplePeople(done),
        SamplePublic::status,
        new House());
  }

  List<ComponentRow> components() {
    List<ComponentRow> rows = new ArrayList<>();
    rows.add(
        component(
            "shop",
            "web",
            calm ? Status.OK : Status.FAIL,
            1080,
            "http://127.0.0.1:8080/health 연결 거부",
            "checkout",
            "search"));
    rows.add(
        component("shop", "checkout", calm ? Status.OK : Status.FAIL, 1060, "502 Bad Gateway"));
    rows.add(component("shop", "search", calm ? Status.OK : Status.FAIL, 1050, "502 Bad Gateway"));
    rows.add(component("shop", "db", Status.OK, 90000, "SELECT 1, 0.4 ms"));
    rows.add(
        component("machine", "host", calm ? Status.OK : Status.WARN, 720, "메모리 86.2% (한도 85%)"));
    rows.add(
        component(
            "machine", "cert", calm ? Status.OK : Status.UNKNOWN, 2100, "이름을 찾을 수 없음. 우리 쪽 문제"));
    rows.add(component("jigi", "self", Status.OK, 180000, "RSS 92 MiB, 대기열 0"));
    return empty ? List.of() : rows;
  }

  final class Overview implements Desk.Overview {
    @Override
    public Rail rail(Scope scope) {
      int notOk = (int) components().stream().filter(c -> c.status() != Status.OK).count();
      return new Rail(
          3, components().size(), notOk, calm ? 0 : 1, calm ? 0 : 1, calm ? 0 : 2, calm ? 0 : 1);
    }

    @Override
    public Now now(Scope scope) {
      List<ComponentRow> all = components().stream().filter(c -> scope.sees(c.system())).toList();
      List<ComponentRow> bad =
          all.stream()
              .filter(c -> c.status() != Status.OK)
              .filter(c -> !List.of("checkout", "search").contains(c.name()))
              .toList();
      int needing = (int) all.stream().filter(c -> c.status() != Status.OK).count();
      List<Now.SystemTile> tiles =
          List.of("shop", "machine", "jigi").stream()
              .filter(scope::sees)
              .map(
                  system -> {
                    List<ComponentRow> own =
                        all.stream().filter(c -> c.system().equals(system)).toList();
                    Status worst = Status.worst(own.stream().map(ComponentRow::status).toList());
                    return new Now.SystemTile(
                        system,
                        system,
                        worst,
                        (int) own.stream().filter(c -> c.status() == worst).count(),
                        own.size());
                  })
              .toList();
      return new Now(
          all.size(),
          needing,
          ago(calm ? 40000 : 2100),
          empty ? List.of() : tiles,
          calm || empty ? List.of() : List.of(incident()),
          List.of(),
          bad,
          all.stream().filter(c -> c.status() == Status.OK).toList(),
          calm || empty ? List.of() : List.of(run(true), other()),
          List.of(
              new Now.Upcoming(NOW.plusSeconds(1400), "shop", "보안 점검", null),
              new Now.Upcoming(
                  NOW.plusSeconds(51000), "machine", "로그 정리", "/runbooks/machine/rotate-logs")),
          empty ? List.of() : events().stream().map(Happening::of).toList());
    }
  }

  final class Components implements Desk.Components {
    @Override
    public List<ComponentRow> list(Scope scope) {
      return components().stream().filter(c -> scope.sees(c.system())).toList();
    }

    @Override
    public @Nullable ComponentDetail get(String system, String component) {
      return components().stream()
          .filter(c -> c.system().equals(system) && c.name().equals(component))
          .findFirst()
          .map(this::detail)
          .orElse(null);
    }

    private ComponentDetail detail(ComponentRow row) {
      String day =
          "o".repeat(60)
              + "uu"
              + "o".repeat(16)
              + "w".repeat(20)
              + "fff"
              + "o".repeat(38)
              + "wwfff";
      List<Chart.Point> points =
          IntStream.range(0, 120)
              .mapToObj(
                  i ->
                      new Chart.Point(
                          ago(86400 - i * 720L),
                          i > 58 && i < 63
                              ? Double.NaN
                              : 0.18 + 0.03 * Math.sin(i / 5.0) + (i == 110 ? 0.6 : 0)))
              .toList();
      return new ComponentDetail(
          row,
          SampleSystems.facts(SampleDesk.this, row),
          beats(day, 1440),
          List.of(
              new Figure("uptime", 99.93, "%", false),
              new Figure("latency", 221.0, "ms", false),
              new Figure("errors", null, "%", false),
              new Figure("last-failure", 1080.0, "s", true)),
          List.of(new Chart("probe_duration_seconds", "s", ago(86400), NOW, points)),
          SampleProbes.of(row),
          List.of(alert()),
          List.of(runbook()),
          events().stream().map(Happening::of).toList(),
          List.of(
              new ErrorRow(
                  "error",
                  "ERROR order 4711 failed: <timeout>",
                  12,
                  NOW.minusSeconds(90),
                  List.of(new ErrorRow.Report("오류를 이슈로 등록", "/runbooks/shop/web-down?p-X=1")))),
          SampleLogs.rows().subList(0, 1),
          SampleLogs.access());
    }

    @Override
    public void probe(String system, String component, @Nullable String probe) {
      done.add("probe " + system + "/" + component + "/" + probe);
    }
  }

  private List<LogRow> logs() {
    return empty || calm ? List.of() : SampleLogs.rows();
  }

  final class Logs implements Desk.Logs {
    @Override
    public List<LogRow> find(Scope scope, LogsWanted wanted) {
      return logs().stream()
          .filter(row -> scope.sees(row.system()) && row.line().contains(wanted.text()))
          .toList();
    }

    @Override
    public List<WholeLog.Place> places(Scope scope) {
      return SampleLogs.places().stream()
          .filter(place -> !empty && scope.sees(place.system()))
          .toList();
    }

    @Override
    public List<WholeLog.Part> everywhere(Scope scope, WholeLog.Everywhere wanted) {
      return SampleLogs.everywhere(scope, wanted);
    }

    @Override
    public WholeLog read(WholeLog.Wanted wanted) {
      return SampleLogs.whole(wanted);
    }
  }

  final class Alerts implements Desk.Alerts {
    @Override
    public List<AlertRow> list(Scope scope) {
      return empty || calm
          ? List.of()
          : List.of(alert(), pending()).stream().filter(a -> scope.sees(a.system())).toList();
    }

    @Override
    public @Nullable AlertDetail get(String id) {
      AlertRow row = id.equals("a1") ? alert() : id.equals("a2") ? pending() : null;
      return row == null
          ? null
          : new AlertDetail(
              row,
              "shop/web/WebDown",
              "probe_success{component=\"web\"} == 0",
              Duration.ofSeconds(10),
              row.state() == AlertRow.State.PENDING ? NOW.plusSeconds(180) : null,
              new AlertDetail.Texts("5초마다 묻는 /health가 두 번 이어서 답하지 않았습니다.", "로그를 보고 다시 시작합니다"),
              SampleRoutes.telling(NOW),
              incident(),
              List.of(runbook()),
              List.of(run(true)),
              events());
    }

    @Override
    public List<RouteView> routes(Scope scope) {
      return SampleRoutes.routes(!empty && scope.sees("shop"));
    }

    @Override
    public List<RouteView.Way> channels(Scope scope) {
      return SampleRoutes.channels(!empty && scope.sees("shop"));
    }

    @Override
    public RouteView.Answer whereTo(String system, String labels) {
      return SampleRoutes.answer();
    }

    @Override
    public String test(String system, String channel, String person, String actor) {
      return "d1";
    }

    @Override
    public void acknowledge(String id, String actor) {
      done.add("ack " + id + " " + actor);
    }

    @Override
    public List<SilenceRow> silences(Scope scope) {
      return SampleRoutes.silences(NOW, !empty && !calm && scope.sees("shop"));
    }

    @Override
    public String silence(Silencing wish, String actor) {
      done.add("silence " + wish.system() + " " + wish.matchers() + " " + actor);
      return "s2";
    }

    @Override
    public void unsilence(String id, String actor) {
      done.add("unsilence " + id + " " + actor);
    }
  }

  final class Runs implements Desk.Runs {
    @Override
    public List<HoldRow> held(Scope scope) {
      return empty || !scope.sees("shop")
          ? List.of()
          : List.of(new HoldRow("shop", "user:kim", NOW.minusSeconds(600)));
    }

    @Override
    public void hold(@Nullable String system, String actor) {
      done.add("hold " + system + " " + actor);
    }

    @Override
    public void allow(@Nullable String system, String actor) {
      done.add("allow " + system + " " + actor);
    }

    @Override
    public List<RunRow> list(Scope scope, Wanted wanted, int limit) {
      return empty
          ? List.of()
          : List.of(other(), run(true)).stream().filter(r -> scope.sees(r.system())).toList();
    }

    @Override
    public @Nullable RunDetail get(String id) {
      if (id.equals("bug")) {
        throw new IllegalStateException("a secret detail");
      }
      if (id.equals("r2")) {
        return new RunDetail(
            other(),
            "77aa".repeat(16),
            null,
            null,
            Map.of("DAYS", "30"),
            "",
            steps().subList(0, 2),
            null);
      }
      if (id.equals("r3")) {
        return SampleBackups.restoring();
      }
      return !id.equals("r1")
          ? null
          : new RunDetail(
              run(true),
              "4e1c9a7b".repeat(8),
              "web-healthy",
              incident(),
              Map.of(),
              "",
              steps(),
              new RunDetail.Question(
                  3,
                  List.of("ops", "kim"),
                  List.of(
                      new RunDetail.Command(
                          "서버 다시 시작", "app", "docker compose down\ndocker compose up -d --wait\n")),
                  "4e1c9a7b".repeat(8),
                  List.of(),
                  NOW.plusSeconds(461)));
    }

    @Override
    public RunOutput output(String id, String attempt, long from, int limit) {
      List<RunOutput.Line> lines = new ArrayList<>();
      long offset = 0;
      for (String text :
          List.of(
              "$ ./shop restart",
              "stopping web … done",
              "starting web …",
              "<script>alert(1)</script>",
              "exit 0")) {
        if (offset >= from) {
          boolean error = text.startsWith("<");
          lines.add(new RunOutput.Line(offset, NOW, error, text, false));
        }
        offset += text.length() + 20;
      }
      return new RunOutput(lines, 0, offset, true);
    }

    @Override
    public void cancel(String id, String actor) {
      done.add("cancel " + id + " " + actor);
    }

    @Override
    public void approve(String id, int step, String actor, String hash) {
      done.add("approve " + id + " " + step + " " + actor + " " + hash.substring(0, 8));
    }

    @Override
    public void decline(String id, int step, String actor, String hash) {
      done.add("decline " + id + " " + step + " " + actor);
    }

    @Override
    public void choose(String id, int step, String choice, String actor, String evidence) {
      done.add("choose " + id + " " + choice + " " + actor + " " + evidence);
    }
  }

  final class History implements Desk.History {
    @Override
    public List<Event> find(EventQuery query) {
      return empty ? List.of() : events();
    }

    @Override
    public ChainState verify() {
      return new ChainState(1204, NOW, null);
    }
  }

  final class House implements Desk.House {
    @Override
    public SettingsView settings(Scope scope) {
      return new SettingsView(
          List.of(
              new SettingsView.ManualView(
                  "shop",
                  "가게",
                  "manuals/quickstart",
                  "9ab3".repeat(16),
                  ago(90000),
                  "user:kim",
                  List.of(
                      new SettingsView.Entry("zone", "Asia/Seoul", ""),
                      new SettingsView.Entry(
                          "components.web.probes.http.every", "5s", "jigi.yaml:14:14")),
                  List.of(
                      "jigi.yaml:22:7  unknown-key  'intervall' is not known here  HINT: did you"
                          + " mean 'interval'?"))),
          List.of(
              new SettingsView.Entry("data", "./data", "--data"),
              new SettingsView.Entry("listen", "127.0.0.1:7070", "")));
    }

    @Override
    public List<String> reload(String actor) {
      done.add("reload " + actor);
      return List.of();
    }

    @Override
    public List<String> check(String system) {
      return List.of();
    }

    @Override
    public boolean hasMailbox() {
      return true;
    }

    @Override
    public List<Mail> mails() {
      return empty
          ? List.of()
          : List.of(
              new Mail(
                  "m1",
                  ago(1000),
                  "jigi@shop.example",
                  "kim@example.com",
                  "[긴급] shop web: WebDown",
                  "웹 서비스가 응답하지 않습니다.\n<script>alert(1)</script>\n"));
    }

    @Override
    public List<ConditionRow> conditions(Scope scope) {
      return List.of(
          new ConditionRow(
              "shop", "web-healthy", "probe_success == 1", Status.FAIL, "0", "jigi.yaml:30:3"));
    }

    @Override
    public String metrics() {
      return "# TYPE jigi_up gauge\njigi_up 1\n";
    }

    @Override
    public String unready() {
      return empty ? "the manuals are being read" : "";
    }

    @Override
    public Map<String, String> zones(Scope scope) {
      return Map.of("shop", "Asia/Seoul");
    }

    @Override
    public Instant advance(Duration by, boolean asleep, String actor) {
      done.add("advance " + by + " " + actor);
      return NOW.plus(by);
    }
  }
}
