package jigi.operate.checklist;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.YearMonth;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import jigi.Shows;
import jigi.base.config.Manual;
import jigi.base.config.ManualReader;
import jigi.base.config.ManualSource;
import jigi.base.config.Names;
import jigi.base.connect.ConnectPart;
import jigi.base.connect.ConnectionPart;
import jigi.base.journal.Event;
import jigi.base.journal.EventQuery;
import jigi.base.kernel.Language;
import jigi.base.kernel.Messages;
import jigi.base.kernel.Status;
import jigi.base.kernel.Timeline;
import jigi.base.run.Bench;
import jigi.base.run.Run;
import jigi.base.run.RunFilter;
import jigi.base.run.RunState;
import jigi.base.schedule.HolidayPart;
import jigi.base.schedule.Scheduler;
import jigi.base.store.TestDatabase;
import jigi.detect.inventory.InventoryPart;
import jigi.detect.metric.ConditionPart;
import jigi.detect.probe.ProbePart;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
@SuppressWarnings("NullAway.Init")
abstract class ChecklistsTest {
  private static final String ROOT =
      """
      system: shop
      hosts: {here: local}
      components:
        web:
          on: here
          probes:
            - http: http://127.0.0.1:8080/health
              every: 5s
      conditions:
        web-ok: probe_success{component="web"} == 1
        disk-ok: probe_duration_seconds{component="web"} < 1
      """;
  private static final String DAILY =
      """
      ---
      checklist: daily
      title: 일일 점검
      schedule: daily 09:00
      fields: [발견 이슈, 조치 사항]
      ---
      ## 서비스
      - [ ] 웹이 응답한다 `check: web-ok`
      - [ ] 디스크 여유 `check: disk-ok`
      ## 로그
      - [ ] 429 비율 `value: %`
      - [ ] 최근 오류를 훑어보았다
      """;

  private static final String ROLLOUT =
      """
      ---
      checklist: rollout
      title: 배포 계획
      schedule: monthly second sat 02:00
      ---
      # 배포 계획
      ## Day 1
      ### Task 8.1
      - [ ] 인증서 설정 `role: DevOps 엔지니어` `minutes: 60`
      - [ ] docker-stack.yml `evidence: 산출물` `role: DevOps 엔지니어`
      ### Task 8.2
      - [ ] 복제 설정 `value: 대` `minutes: 30`
      """;

  @TempDir Path folder;
  private final Timeline time = Timeline.rehearsal();
  private Bench bench;
  private Checklists checklists;
  private final ConnectPart connect = new ConnectPart();
  private final ConnectionPart connections = new ConnectionPart(reading -> reading.part(connect));
  private final InventoryPart inventory =
      new InventoryPart(reading -> reading.part(connect), List.of(ProbePart.PROBES));
  private final ProbePart probes =
      new ProbePart(
          inventory, reading -> reading.part(connect), reading -> reading.part(connections));
  private final ConditionPart conditions = new ConditionPart(inventory, probes);
  private final HolidayPart holidays = new HolidayPart();
  private final ChecklistPart part =
      new ChecklistPart(conditions, reading -> Map.of(), reading -> Names.of(Set.of()));

  abstract TestDatabase database();

  @BeforeEach
  void open() {
    bench = new Bench(database(), folder, time, _ -> List.of());
    bench.engine.open();
    Scheduler scheduler = new Scheduler(bench.parts.store(), bench.journal, bench.parts.timeline());
    checklists =
        new Checklists(
            new Checklists.Surroundings(
                bench.parts.store(),
                bench.journal,
                bench.parts.timeline(),
                bench.engine,
                bench.runs,
                scheduler,
                new EvidenceFolder(folder.resolve("evidence"))),
            new Checklists.ManualParts(part, inventory, holidays));
    ManualReader.Result result =
        new ManualReader(
                List.of(connect, connections, inventory, probes, conditions, holidays, part),
                n -> null)
            .read(
                new ManualSource(
                    folder,
                    new TreeMap<>(
                        Map.of(
                            "jigi.yaml",
                            ROOT,
                            "checklists/daily.md",
                            DAILY,
                            "checklists/rollout.md",
                            ROLLOUT))));
    assertThat(result.problems()).isEmpty();
    Manual manual = Objects.requireNonNull(result.manual());
    checklists.activate(List.of(manual));
    checklists.open();
    bench.journal.start();
  }

  @AfterEach
  void close() {
    bench.close();
  }

  private Sheet sheet(String run) {
    return Objects.requireNonNull(checklists.sheet(run));
  }

  private void say(String run, int item, Status status, String note) {
    checklists
        .answers()
        .answer(
            run,
            new Answer(item, status, note, null, "user:kim", bench.parts.timeline().instant()));
  }

  private Sheet.Signature kim(String note) {
    return new Sheet.Signature(
        "user:kim", bench.parts.timeline().instant(), note, Map.of("발견 이슈", "없음"));
  }

  @Test
  @Shows("CHK-02")
  void conditionsAnswerTheirItemsAndPeopleTheRest() throws Exception {
    bench.conditions.put("web-ok", Status.OK);
    String run = checklists.start("shop", "daily", "user:kim");
    Run started = bench.runs.list(RunFilter.newest(1)).getFirst();
    assertThat(started.id()).isEqualTo(run);
    bench.until(started, d -> d.steps().stream().filter(s -> s.state().ended()).count() == 2);

    assertThat(sheet(run).lines())
        .extracting(line -> String.valueOf(line.status()))
        .containsExactly("OK", "UNKNOWN", "null", "null");
    assertThat(sheet(run).status()).isEqualTo(Status.UNKNOWN);
    assertThatThrownBy(() -> checklists.answers().sign(run, kim("")))
        .hasMessageContaining("not-complete");
    assertThatThrownBy(() -> say(run, 3, Status.FAIL, "")).hasMessageContaining("no-note");

    say(run, 2, Status.WARN, "0.9까지 올랐다");
    say(run, 3, Status.OK, "");
    bench.ended(started);
    assertThatThrownBy(() -> say(run, 1, Status.OK, " ")).hasMessageContaining("no-note");
    say(run, 1, Status.OK, "df로 확인했다");
    checklists.answers().sign(run, kim("끝"));

    assertThat(sheet(run).status()).isEqualTo(Status.WARN);
    assertThat(bench.runs.get(run).run().state()).isEqualTo(RunState.UNVERIFIED);
    assertThatThrownBy(() -> say(run, 3, Status.FAIL, "아니다")).hasMessageContaining("signed-before");
    assertThatThrownBy(() -> checklists.answers().sign(run, kim("")))
        .hasMessageContaining("signed-before");
    bench.journal.settle();
    assertThat(bench.journal.find(new EventQuery(null, run, null, "checklist.", null, 20)))
        .extracting(event -> event.what().kind().name())
        .contains("checklist.answered", "checklist.ended", "checklist.signed");
  }

  @Test
  void aFailedConditionIsAFailedItem() throws Exception {
    bench.conditions.put("web-ok", Status.FAIL);
    bench.conditions.put("disk-ok", Status.OK);
    String run = checklists.start("shop", "daily", "user:kim");
    Run started = bench.runs.list(RunFilter.newest(1)).getFirst();
    say(run, 2, Status.OK, "");
    say(run, 3, Status.OK, "");

    assertThat(bench.ended(started).run().state()).isEqualTo(RunState.FAILED);
    assertThat(sheet(run).status()).isEqualTo(Status.FAIL);
    assertThat(sheet(run).count(Status.OK)).isEqualTo(3);
  }

  @Test
  @Shows("CHK-30")
  void itemsHaveRolesMinutesAndHeadingsAndEvidenceThatIsKept() throws Exception {
    String run = checklists.start("shop", "rollout", "user:kim");
    Sheet.Line first = sheet(run).lines().getFirst();
    assertThat(first.item().section()).isEqualTo("배포 계획 / Day 1 / Task 8.1");
    assertThat(first.item().work()).isEqualTo(new Item.Work("DevOps 엔지니어", 60, null, null));
    assertThat(sheet(run).lines().getLast().item().section()).endsWith("Day 1 / Task 8.2");
    assertThatThrownBy(() -> say(run, 1, Status.OK, "만들었다"))
        .hasMessageContaining("missing-evidence");

    byte[] page = "<html><script>alert(1)</script>".getBytes(StandardCharsets.UTF_8);
    Evidence file = checklists.answers().attach(run, 1, "../../etc/스택 <1>.html", page, "user:kim");
    say(run, 1, Status.OK, "만들었다");

    assertThat(file.name()).isEqualTo("스택 _1_.html");
    assertThat(file.type()).isEqualTo("text/plain; charset=utf-8");
    assertThat(sheet(run).lines().get(1).files()).containsExactly(file);
    assertThat(checklists.answers().read(file)).isEqualTo(page);
    Path stored =
        folder.resolve("evidence").resolve(file.hash().substring(0, 2)).resolve(file.hash());
    assertThat(Files.getPosixFilePermissions(stored)).hasSize(2);
    Files.writeString(stored, "another one");
    assertThatThrownBy(() -> checklists.answers().read(file)).hasMessageContaining("evidence-lost");
    assertThatThrownBy(
            () ->
                checklists
                    .answers()
                    .attach(run, 1, "big", new byte[EvidenceFolder.LARGEST + 1], "user:kim"))
        .hasMessageContaining("file-too-large");
    assertThatThrownBy(() -> checklists.answers().attach(run, 9, "x", page, "user:kim"))
        .hasMessageContaining("unknown-item");
  }

  @Test
  void whatIsNotSignedInTimeIsSaidOnceAndWhatIsSignedIsNot() throws Exception {
    String left = checklists.start("shop", "daily", "user:kim");
    String signed = checklists.start("shop", "rollout", "user:kim");
    checklists.answers().attach(signed, 1, "stack.yml", new byte[] {1}, "user:kim");
    for (int item = 0; item < 3; item++) {
      say(signed, item, Status.OK, "");
    }
    bench.ended(Objects.requireNonNull(bench.runs.find(signed)));
    checklists.answers().sign(signed, kim(""));

    time.advance(Duration.ofDays(2));

    List<Event> said =
        bench.journal.find(new EventQuery(null, null, null, "checklist.overdue", null, 9));
    assertThat(said).hasSize(1);
    assertThat(said.getFirst().what().links().run()).isEqualTo(left);
    assertThat(said.getFirst().what().args()).containsEntry("title", "일일 점검");
  }

  @Test
  void aLinkIsEvidenceAsWell() {
    String run = checklists.start("shop", "rollout", "user:kim");

    say(run, 1, Status.OK, "https://git.example.com/stack.yml");

    assertThat(sheet(run).lines().get(1).status()).isEqualTo(Status.OK);
  }

  @Test
  @Shows("CHK-38")
  void aMonthIsWrittenDownWithWhatWasSigned() throws Exception {
    bench.conditions.put("web-ok", Status.OK);
    bench.conditions.put("disk-ok", Status.OK);
    String run = checklists.start("shop", "daily", "user:kim");
    Run started = bench.runs.list(RunFilter.newest(1)).getFirst();
    checklists
        .answers()
        .answer(
            run,
            new Answer(2, Status.OK, "", "=0.4", "user:kim", bench.parts.timeline().instant()));
    say(run, 3, Status.OK, "이상 없음");
    bench.ended(started);
    checklists.answers().sign(run, kim("끝"));
    java.time.Instant now = bench.parts.timeline().instant();
    ZoneId zone = ZoneId.of("Asia/Seoul");

    List<Sheet> month = checklists.between("shop", now.minusSeconds(3600), now.plusSeconds(1));
    assertThat(month).hasSize(1);
    assertThat(checklists.between("shop", now.plusSeconds(1), now.plusSeconds(2))).isEmpty();
    SheetExport export =
        new SheetExport(Messages.load(List.of("checklist", "web")), Language.KO, zone);
    List<SheetExport.Page> pages =
        List.of(new SheetExport.Page(month.getFirst(), List.of("발견 이슈", "조치 사항"), null));

    assertThat(export.month("shop", YearMonth.of(2026, 11), pages, SheetExport.Format.MARKDOWN))
        .contains("# shop 점검 기록 2026-11", "## 일일 점검", "- [x] 웹이 응답한다", "### 발견 이슈\n\n없음");
    assertThat(export.month("shop", YearMonth.of(2026, 11), pages, SheetExport.Format.CSV))
        .contains("\"발견 이슈\",\"조치 사항\"", "\"'=0.4\"", "\"없음\"");
    assertThat(export.month("shop", YearMonth.of(2026, 11), pages, SheetExport.Format.HTML))
        .contains("<h1>shop 점검 기록 2026-11</h1>", "<h2>일일 점검</h2>", "<td>이상 없음</td>");
    assertThat(export.month("shop", YearMonth.of(2026, 11), List.of(), SheetExport.Format.MARKDOWN))
        .contains("점검 기록이 없습니다");
  }
}
