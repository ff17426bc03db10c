package jigi.present.api.rooms;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import jigi.base.config.Manual;
import jigi.base.config.ManualTree;
import jigi.base.config.Node;
import jigi.base.config.Problem;
import jigi.base.config.Problems;
import jigi.base.journal.EventDraft;
import jigi.base.journal.Journal;
import jigi.base.kernel.Durations;
import jigi.base.kernel.Status;
import jigi.base.kernel.Timeline;
import jigi.base.kernel.UserError;
import jigi.base.manual.ManualActivation;
import jigi.base.manual.Manuals;
import jigi.detect.inventory.Inventory;
import jigi.detect.metric.Conditions;
import jigi.detect.probe.Components;
import jigi.present.api.view.ConditionRow;
import jigi.present.api.view.Desk;
import jigi.present.api.view.Mail;
import jigi.present.api.view.Scope;
import jigi.present.api.view.SettingsView;

/** The process, its manuals and conditions, its clock. */
final class HouseRoom implements Desk.House {
  /** What is substituted under such a name is not shown, whatever it is. */
  private static final Pattern SECRET =
      Pattern.compile("(?i)passw|secret|token|credential|api.?key|private.?key");

  private static final Pattern LOGIN = Pattern.compile("://[^/@\\s]+@");

  private final Manuals manuals;
  private final Components components;
  private final Conditions conditions;
  private final Timeline timeline;
  private final Journal journal;
  private final Rooms.Process process;
  private volatile List<String> refused = List.of();

  HouseRoom(
      Manuals manuals,
      Components components,
      Conditions conditions,
      Timeline timeline,
      Journal journal,
      Rooms.Process process) {
    this.manuals = manuals;
    this.components = components;
    this.conditions = conditions;
    this.timeline = timeline;
    this.journal = journal;
    this.process = process;
  }

  @Override
  public SettingsView settings(Scope scope) {
    List<SettingsView.ManualView> all = new ArrayList<>();
    for (Manual manual : manuals.active()) {
      if (scope.sees(manual.system())) {
        all.add(view(manual));
      }
    }
    return new SettingsView(all, process.settings().get());
  }

  private SettingsView.ManualView view(Manual manual) {
    List<ManualActivation> history = manuals.history(manual.system(), 1);
    List<SettingsView.Entry> entries = new ArrayList<>();
    Node written = ManualTree.written(manual.source());
    Node filled = ManualTree.read(manual.source(), process.environment(), new Problems());
    if (written != null && filled != null) {
      Map<String, String> effective = new HashMap<>();
      leaves("", filled, (path, leaf) -> effective.put(path, leaf.text()));
      leaves("", written, (path, leaf) -> entries.add(entry(path, leaf, effective)));
    }
    return new SettingsView.ManualView(
        manual.system(),
        title(manual.system()),
        manual.source().address().path().toString(),
        manual.hash(),
        history.isEmpty() ? null : history.getFirst().at(),
        history.isEmpty() ? null : history.getFirst().actor(),
        entries,
        refused);
  }

  private String title(String system) {
    Inventory inventory = components.systems().get(system);
    String title = inventory == null ? null : inventory.profile().title();
    return title == null ? system : title;
  }

  private static void leaves(String path, Node node, BiConsumer<String, Node.ScalarNode> consumer) {
    switch (node) {
      case Node.MapNode map ->
          map.entries()
              .forEach(
                  (key, value) -> leaves(path.isEmpty() ? key : path + "." + key, value, consumer));
      case Node.ListNode list -> {
        for (int i = 0; i < list.items().size(); i++) {
          leaves(path + "[" + i + "]", list.items().get(i), consumer);
        }
      }
      case Node.ScalarNode scalar -> consumer.accept(path, scalar);
      case Node.EmptyNode empty -> consumer.accept(path, new Node.ScalarNode(empty.place(), ""));
    }
  }

  private static SettingsView.Entry entry(
      String path, Node.ScalarNode leaf, Map<String, String> effective) {
    String now = effective.get(path);
    boolean secret =
        SECRET.matcher(path + " " + leaf.text()).find()
            || (now != null && LOGIN.matcher(now).find());
    return new SettingsView.Entry(
        path,
        leaf.text(),
        now == null || now.equals(leaf.text()) ? null : secret ? "••••••" : now,
        leaf.place().toString());
  }

  @Override
  public List<String> reload(String actor) {
    Manuals.Outcome outcome = manuals.reload(actor);
    List<String> problems = outcome.errors().stream().map(Problem::toString).toList();
    refused = outcome.activated() ? List.of() : problems;
    return refused;
  }

  @Override
  public List<String> check(String system) {
    return process.check().apply(system);
  }

  @Override
  public List<ConditionRow> conditions(Scope scope) {
    List<ConditionRow> all = new ArrayList<>();
    try {
      for (Manual manual : manuals.active()) {
        if (scope.sees(manual.system())) {
          for (Conditions.Verdict verdict : conditions.all(manual.system())) {
            all.add(row(verdict));
          }
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return all;
  }

  private static ConditionRow row(Conditions.Verdict verdict) {
    Status status = verdict.status();
    return new ConditionRow(
        verdict.condition().system(),
        verdict.condition().name(),
        verdict.condition().text(),
        status,
        verdict.evidence(),
        verdict.condition().place().toString());
  }

  @Override
  public String metrics() {
    return process.metrics().get();
  }

  @Override
  public String unready() {
    return process.unready().get();
  }

  @Override
  public boolean hasMailbox() {
    return process.mails() != null;
  }

  @Override
  public List<Mail> mails() {
    Supplier<List<Mail>> mails = process.mails();
    return mails == null ? List.of() : mails.get();
  }

  @Override
  public Map<String, String> zones(Scope scope) {
    Map<String, String> zones = new TreeMap<>();
    components
        .systems()
        .forEach(
            (system, inventory) -> {
              if (scope.sees(system)) {
                zones.put(system, inventory.profile().zone().getId());
              }
            });
    return zones;
  }

  @Override
  public Instant advance(Duration by, boolean asleep, String actor) {
    if (!timeline.isRehearsal()) {
      throw new UserError(
          "not-a-rehearsal",
          "this process runs on real time",
          "start one with jigi up --rehearsal");
    }
    // Written before time moves, so that it stands above everything that the move leads to.
    journal.append(
        EventDraft.of(HouseEvents.CLOCK_ADVANCED).with("by", Durations.format(by)).actor(actor));
    try {
      if (asleep) {
        timeline.jump(by);
      } else {
        timeline.advance(by);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return timeline.instant();
  }
}
