package jigi.operate.checklist;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import jigi.Shows;
import jigi.base.config.Manual;
import jigi.base.config.ManualReader;
import jigi.base.config.ManualSource;
import jigi.base.connect.ConnectPart;
import jigi.base.connect.ConnectionPart;
import jigi.base.journal.EventQuery;
import jigi.base.kernel.Status;
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

  @TempDir Path folder;
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
  private final ChecklistPart part = new ChecklistPart(conditions, reading -> Map.of());

  abstract TestDatabase database();

  @BeforeEach
  void open() {
    bench = new Bench(database(), folder);
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
                scheduler),
            new Checklists.ManualParts(part, inventory, holidays));
    ManualReader.Result result =
        new ManualReader(
                List.of(connect, connections, inventory, probes, conditions, holidays, part),
                n -> null)
            .read(
                new ManualSource(
                    folder,
                    new TreeMap<>(Map.of("jigi.yaml", ROOT, "checklists/daily.md", DAILY))));
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
    checklists.answer(
        run, new Answer(item, status, note, null, "user:kim", bench.parts.timeline().instant()));
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
    assertThatThrownBy(() -> checklists.sign(run, kim(""))).hasMessageContaining("not-complete");
    assertThatThrownBy(() -> say(run, 3, Status.FAIL, "")).hasMessageContaining("no-note");

    say(run, 2, Status.WARN, "0.9까지 올랐다");
    say(run, 3, Status.OK, "");
    bench.ended(started);
    assertThatThrownBy(() -> say(run, 1, Status.OK, " ")).hasMessageContaining("no-note");
    say(run, 1, Status.OK, "df로 확인했다");
    checklists.sign(run, kim("끝"));

    assertThat(sheet(run).status()).isEqualTo(Status.WARN);
    assertThat(bench.runs.get(run).run().state()).isEqualTo(RunState.UNVERIFIED);
    assertThatThrownBy(() -> say(run, 3, Status.FAIL, "아니다")).hasMessageContaining("signed-before");
    assertThatThrownBy(() -> checklists.sign(run, kim(""))).hasMessageContaining("signed-before");
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
}
