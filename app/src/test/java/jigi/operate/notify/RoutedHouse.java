package jigi.operate.notify;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Supplier;
import jigi.base.config.ManualReader;
import jigi.base.config.ManualSource;
import jigi.base.config.Names;
import jigi.base.journal.EventDraft;
import jigi.base.journal.EventKind;
import jigi.base.journal.SqlJournal;
import jigi.base.kernel.Json;
import jigi.base.kernel.Language;
import jigi.base.kernel.Messages;
import jigi.base.kernel.Timeline;
import jigi.base.kernel.Troubles;
import jigi.base.schedule.HolidayPart;
import jigi.base.store.Stores;
import jigi.base.store.TestDatabase;
import jigi.base.store.Tx;
import org.jspecify.annotations.Nullable;

/** Alerts go in at chosen instants of a standing clock, deliveries are looked at. */
final class RoutedHouse implements AutoCloseable {
  /** A Monday, nine o'clock in Seoul. */
  static final Instant START = Instant.parse("2026-03-02T00:00:00Z");

  static final String PEOPLE =
      """
      system: shop
      people:
        kim: {email: kim@example.com}
        cto: {email: cto@example.com}
      channels:
        mail: {smtp: "127.0.0.1:1", from: jigi@example.com}
      """;

  private final Path data;
  private final Supplier<Stores> opening;
  private final Map<String, String> files;
  private final Foundations foundations;
  private final Set<String> seen = new HashSet<>();
  Timeline timeline = Timeline.standing(START);
  private Stores stores;
  private SqlJournal journal;
  NotifyEngine engine;

  RoutedHouse(
      Path data, TestDatabase database, Map<String, String> files, Foundations foundations) {
    this(data, () -> database.open(data, new Troubles()), files, foundations);
  }

  RoutedHouse(
      Path data, Supplier<Stores> opening, Map<String, String> files, Foundations foundations) {
    this.data = data;
    assertThat(data.toFile().isDirectory() || data.toFile().mkdirs()).isTrue();
    this.opening = opening;
    this.files = files;
    this.foundations = foundations;
    stores = opening.get();
    journal = journal();
    engine = engine();
    open();
  }

  private SqlJournal journal() {
    return new SqlJournal(stores.store(), timeline, new Troubles(), stores.node());
  }

  private NotifyEngine engine() {
    HolidayPart holidays = new HolidayPart();
    NotifyPart part = new NotifyPart(_ -> Names.unknown(), reading -> reading.part(holidays));
    NotifyEngine made =
        new NotifyEngine(
            new NotifyEngine.Surroundings(
                stores.store(), journal, timeline, new NoIncidents(), part, foundations),
            manual -> new NotifyEngine.System("상점", ZoneId.of("Asia/Seoul"), Language.KO));
    ManualReader.Result result =
        new ManualReader(List.of(holidays, part), name -> null)
            .read(new ManualSource(data, new TreeMap<>(files)));
    assertThat(result.problems()).isEmpty();
    made.activate(List.of(Objects.requireNonNull(result.manual())));
    return made;
  }

  private void open() {
    timeline.settleBy(journal::settle);
    engine.start((tx, request) -> {});
    journal.start();
  }

  /** As a process that dies and is started again: nothing is known but what is on disk. */
  void restart() {
    restart(timeline.instant());
  }

  private void restart(Instant then) {
    journal.close();
    stores.close();
    timeline.close();
    timeline = Timeline.standing(then);
    stores = opening.get();
    journal = journal();
    engine = engine();
    open();
  }

  /** Nothing runs for a while. */
  void sleepUntilAfter(String time) throws Exception {
    restart(
        timeline.instant().plus(Objects.requireNonNull(jigi.base.kernel.Durations.parse(time))));
    pass("1s");
  }

  void fires(String id, String rule, String severity, String... labels) throws Exception {
    append("alert.firing", id, rule, severity, timeline.instant(), labels);
  }

  /** Its condition holds since an instant before. */
  void fires(String id, String rule, String severity, Instant since) throws Exception {
    append("alert.firing", id, rule, severity, since);
  }

  void ends(String id, String rule, String severity, String... labels) throws Exception {
    append("alert.resolved", id, rule, severity, timeline.instant(), labels);
  }

  void acknowledged(String id, String rule) throws Exception {
    append("alert.acknowledged", id, rule, "critical", timeline.instant());
  }

  private void append(
      String kind, String id, String rule, String severity, Instant since, String... labels)
      throws Exception {
    Map<String, String> all = new TreeMap<>(Map.of("severity", severity));
    for (int i = 0; i < labels.length; i += 2) {
      all.put(labels[i], labels[i + 1]);
    }
    journal.append(
        EventDraft.of(EventKind.of(kind))
            .system("shop")
            .component(all.get("component"))
            .with("id", id)
            .with("alert", rule)
            .with("severity", severity)
            .with("value", "0")
            .with("expr", "probe_success == 0")
            .with("since", since)
            .with("labels", Json.write(all))
            .with("annotations", "{}")
            .with("summary", id + " is bad"));
    journal.settle();
  }

  void pass(String time) throws Exception {
    timeline.advance(Objects.requireNonNull(jigi.base.kernel.Durations.parse(time)));
    journal.settle();
  }

  /** A message: when, to whom, of which alerts in which state. */
  record Said(Duration at, String receiver, String group, String state, Set<String> alerts) {
    @Override
    public String toString() {
      return at.toSeconds() + "s " + receiver + " " + state + " " + alerts;
    }
  }

  /** Whom it was said to since the last call, {@code 600s escalated kim}, oldest first. */
  List<String> called() {
    List<String> all = new ArrayList<>();
    for (Delivery delivery : engine.deliveries(null, 1000).reversed()) {
      if (seen.add(delivery.id())) {
        long at = Duration.between(START, delivery.created()).toSeconds();
        all.add(at + "s " + delivery.kind().key() + " " + delivery.person());
      }
    }
    return all;
  }

  /** What was said since the last call, oldest first. */
  List<Said> said() {
    List<Said> all = new ArrayList<>();
    for (Delivery delivery : engine.deliveries(null, 1000).reversed()) {
      if (seen.add(delivery.id())) {
        all.add(said(delivery));
      }
    }
    return all;
  }

  List<String> texts() {
    return said().stream().map(Said::toString).toList();
  }

  /** What is posted to a webhook of Alertmanager's. */
  JsonNode payload(Delivery delivery) {
    Message message = message(delivery, Language.EN);
    return Json.tree(jigi.operate.notify.alertmanager.AlertmanagerChannel.payload(message));
  }

  Message message(Delivery delivery) {
    return message(delivery, Language.KO);
  }

  private Message message(Delivery delivery, Language language) {
    Messages messages = Messages.load(List.of("notify", "web"));
    return new MessageWriter(messages, "http://127.0.0.1:7070")
        .write(delivery, null, engine.known(delivery), language);
  }

  private static Said said(Delivery delivery) {
    Map<String, String> facts = delivery.context();
    Set<String> alerts = new TreeSet<>();
    String several = facts.get("alerts");
    if (several == null) {
      alerts.add(facts.get("id") + " " + facts.get("state"));
    } else {
      for (JsonNode one : Json.tree(several)) {
        alerts.add(one.path("id").asText() + " " + one.path("state").asText());
      }
    }
    return new Said(
        Duration.between(START, delivery.created()),
        facts.getOrDefault("receiver", ""),
        facts.getOrDefault("group-labels", ""),
        delivery.kind().key(),
        alerts);
  }

  @Override
  public void close() {
    journal.close();
    stores.close();
    timeline.close();
  }

  private static final class NoIncidents implements IncidentLookup {
    @Override
    public @Nullable Named ofAlert(String alert) {
      return null;
    }

    @Override
    public boolean isTold(Tx tx, String system, String name, String run) {
      return false;
    }

    @Override
    public List<String> alertsOf(String incident) {
      return List.of();
    }
  }
}
