package jigi.operate.incident;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import jigi.base.config.ManualReader;
import jigi.base.config.ManualSource;
import jigi.base.config.Names;
import jigi.base.journal.EventDraft;
import jigi.base.journal.EventKind;
import jigi.base.journal.SqlJournal;
import jigi.base.kernel.Status;
import jigi.base.kernel.Timeline;
import jigi.base.kernel.Troubles;
import jigi.base.schedule.Holidays;
import jigi.base.store.Stores;
import jigi.base.store.TestDatabase;
import jigi.operate.notify.NotifyPart;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A house with nothing but incidents, on a standing clock. */
abstract class IncidentHouse {
  static final Instant START = Instant.parse("2026-03-01T00:00:00Z");

  @TempDir Path data;
  final Timeline timeline = Timeline.standing(START);
  final Map<String, IncidentChecks.RunFacts> runs = new HashMap<>();
  final Map<String, IncidentChecks.Check> conditions = new HashMap<>();
  IncidentChecks.Check measured = new IncidentChecks.Check(Status.OK, "http 200 OK");
  IncidentChecks.Check goal = new IncidentChecks.Check(Status.OK, "200");
  private Stores stores;
  private SqlJournal journal;
  Incidents incidents;
  Handling handling;
  Publishing publishing;
  CustomerNotices notices;

  abstract TestDatabase database();

  abstract String manual();

  @BeforeEach
  void begin() {
    open();
  }

  @AfterEach
  void end() {
    timeline.close();
    closeHouse();
  }

  private void closeHouse() {
    journal.close();
    stores.close();
  }

  private void open() {
    stores = database().open(data, new Troubles());
    journal = new SqlJournal(stores.store(), timeline, new Troubles(), stores.node());
    IncidentPart part =
        new IncidentPart(
            reading ->
                new IncidentPart.Mentioned(
                    Names.unknown(),
                    Names.unknown(),
                    Names.unknown(),
                    (query, place, problems) -> {}));
    NotifyPart notify = new NotifyPart(reading -> Names.unknown(), reading -> Holidays.NONE);
    IncidentEngine engine =
        new IncidentEngine(
            new IncidentEngine.Surroundings(stores.store(), journal, timeline, part, new Checks()));
    TreeMap<String, String> files = new TreeMap<>(Map.of("jigi.yaml", manual()));
    StatusPagePart page = new StatusPagePart(reading -> Names.unknown());
    ManualReader.Result result =
        new ManualReader(List.of(notify, part, page), name -> null)
            .read(new ManualSource(Path.of("shop"), files));
    assertThat(result.problems()).isEmpty();
    engine.activate(List.of(Objects.requireNonNull(result.manual())));
    incidents = new Incidents(engine, timeline);
    handling = new Handling(engine, timeline);
    publishing = new Publishing(engine, timeline);
    notices = new CustomerNotices(engine, publishing, timeline);
    publishing.activate(
        List.of(Objects.requireNonNull(result.manual())), manual -> manual.part(page));
    engine.start();
    handling.start();
    journal.start();
  }

  void restart() {
    closeHouse();
    open();
  }

  private final class Checks implements IncidentChecks {
    @Override
    public @Nullable RunFacts run(String id) {
      return runs.get(id);
    }

    @Override
    public Check fresh(String system, String condition, Instant since) {
      if (conditions.containsKey(condition)) {
        return conditions.get(condition);
      }
      assertThat(condition).isEqualTo("web-healthy");
      return goal;
    }

    @Override
    public Check freshComponent(String system, String component, Instant since) {
      assertThat(component).isEqualTo("web");
      return measured;
    }

    @Override
    public boolean related(String system, String component, String other) {
      List<String> stack = List.of("web", "db");
      return component.equals(other) || stack.contains(component) && stack.contains(other);
    }
  }

  void firing(String id, String rule, String component, String severity)
      throws InterruptedException {
    append(alert("alert.firing", id, rule, component, severity));
  }

  void resolved(String id, String rule, String component) throws InterruptedException {
    append(alert("alert.resolved", id, rule, component, "critical"));
  }

  EventDraft alert(String kind, String id, String rule, String component, String severity) {
    return EventDraft.of(EventKind.of(kind))
        .system("shop")
        .component(component)
        .with("id", id)
        .with("alert", rule)
        .with("severity", severity)
        .with("value", "0")
        .with("since", timeline.instant())
        .with("labels", "{}")
        .with("summary", component + " is down");
  }

  void run(String kind, String id, String trigger) throws InterruptedException {
    append(EventDraft.of(EventKind.of(kind)).system("shop").run(id).with("trigger", trigger));
  }

  void append(EventDraft draft) throws InterruptedException {
    journal.append(draft);
    journal.settle();
  }

  void advance(Duration by) throws InterruptedException {
    timeline.advance(by);
    journal.settle();
  }

  Incident only() {
    return incidents.open("shop").getFirst();
  }

  Incidents.View view() {
    return Objects.requireNonNull(incidents.view(incidents.list("shop", 10).getFirst().id()));
  }

  NextAction.Kind next() {
    return view().next().kind();
  }

  /** The latest text of each event of the timeline of this kind, an argument of it. */
  List<String> told(String kind, String arg) {
    List<String> all = new ArrayList<>();
    view().timeline().stream()
        .filter(entry -> entry.kind().equals(kind))
        .forEach(entry -> all.add(entry.args().getOrDefault(arg, "")));
    return all;
  }
}
