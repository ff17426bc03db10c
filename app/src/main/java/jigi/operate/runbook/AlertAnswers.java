package jigi.operate.runbook;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import jigi.base.journal.Event;
import jigi.base.journal.EventDraft;
import jigi.base.journal.Journal;
import jigi.base.kernel.Ids;
import jigi.base.kernel.Json;
import jigi.base.kernel.Timeline;
import jigi.base.kernel.UserError;
import jigi.base.run.Addresses;
import jigi.base.run.Mode;
import jigi.base.run.Parameter;
import jigi.base.run.Run;
import jigi.base.run.RunDefinition;
import jigi.base.run.RunEngine;
import jigi.base.run.RunEvents;
import jigi.base.run.RunRequest;
import jigi.base.run.Trigger;
import jigi.base.store.Store;
import jigi.base.store.Tx;
import jigi.detect.alert.AlertEvents;
import jigi.detect.alert.OutsideAlert;
import org.jspecify.annotations.Nullable;

/**
 * What runbooks do when alerts fire, and when that has ended which alerts had to wait for: a run, a
 * silence or a maintenance window.
 */
final class AlertAnswers {
  /** A run is at work on the alert's component; it is answered when that has ended. */
  private static final String DISTURBED = "disturbed";

  /** How soon it is seen that an alert is no longer expected. */
  private static final Duration LOOK = Duration.ofSeconds(15);

  private final Store store;
  private final Journal journal;
  private final Timeline timeline;
  private final RunEngine engine;
  private final SuggestionRepository suggestions;
  private final Runbooks.Quiet quiet;
  private final Function<String, @Nullable Shelf> shelves;
  private final AtomicBoolean looking = new AtomicBoolean();

  /** What it works with. */
  record Surroundings(
      Store store,
      Journal journal,
      Timeline timeline,
      RunEngine engine,
      SuggestionRepository suggestions,
      Runbooks.Quiet quiet) {}

  /**
   * @param shelves by system, as they are in force
   */
  AlertAnswers(Surroundings around, Function<String, @Nullable Shelf> shelves) {
    this.store = around.store();
    this.journal = around.journal();
    this.timeline = around.timeline();
    this.engine = around.engine();
    this.suggestions = around.suggestions();
    this.quiet = around.quiet();
    this.shelves = shelves;
  }

  /** Goes on with what is expected. */
  void start() {
    if (store.read(suggestions::open).stream().anyMatch(AlertAnswers::isExpected)) {
      lookSoon();
    }
  }

  /** An alert that fires, and what an answer needs of it. */
  private record Firing(
      String alert, String fingerprint, Map<String, String> labels, @Nullable String event) {
    static Firing of(Event event) {
      Map<String, String> args = event.what().args();
      return new Firing(
          args.getOrDefault("alert", ""),
          args.getOrDefault("fingerprint", ""),
          Json.texts(args.getOrDefault("labels", "{}")),
          event.id());
    }

    static Firing of(Suggestion waiting) {
      return new Firing(waiting.alert(), waiting.fingerprint(), Json.texts(waiting.labels()), null);
    }
  }

  void on(Tx tx, Event event) {
    String system = event.what().system();
    Shelf shelf = system == null ? null : shelves.apply(system);
    if (system == null || shelf == null) {
      return;
    }
    String kind = event.what().kind().name();
    if (kind.equals(AlertEvents.FIRING.name())) {
      firing(tx, shelf, event);
    } else if (kind.equals(AlertEvents.RESOLVED.name())) {
      String fingerprint = event.what().args().getOrDefault("fingerprint", "");
      suggestions.close(tx.handle(), system, fingerprint, timeline.instant());
      engine.withdraw(tx, system, fingerprint);
    } else if (kind.equals(RunEvents.FINISHED.name())) {
      waited(tx, shelf, system);
    }
  }

  private void firing(Tx tx, Shelf shelf, Event event) {
    Firing firing = Firing.of(event);
    String annotated = event.what().args().get("runbook");
    String rule = event.what().args().getOrDefault("rule", "");
    for (Runbook runbook : shelf.byName().values()) {
      OnAlert answer = runbook.onAlert().get(firing.alert());
      if (answer != null && OutsideAlert.isOutside(rule)) {
        suggest(tx, runbook, firing, "outside");
      } else if (answer != null) {
        answer(tx, shelf, runbook, answer, firing);
      } else if (runbook.name().equals(annotated)) {
        suggest(tx, runbook, firing, "annotation");
      }
    }
  }

  private void answer(Tx tx, Shelf shelf, Runbook runbook, OnAlert answer, Firing firing) {
    RunDefinition definition = runbook.definition();
    if (answer == OnAlert.SUGGEST || definition == null) {
      suggest(tx, runbook, firing, "declared");
      return;
    }
    Map<String, String> parameters = parameters(definition, shelf, firing.labels());
    if (underWay(tx, runbook, parameters)) {
      suggest(tx, runbook, firing, "running");
      return;
    }
    if (disturbed(tx, shelf, runbook.system(), firing)) {
      suggest(tx, runbook, firing, DISTURBED);
      return;
    }
    String expected = quiet.why(tx, runbook.system(), firing.labels());
    if (expected != null && definition.makesAct()) {
      suggest(tx, runbook, firing, expected);
      tx.afterCommit(this::lookSoon);
      return;
    }
    Trigger trigger = Trigger.alert(firing.alert(), firing.fingerprint());
    Mode mode = answer == OnAlert.AUTOMATIC ? Mode.AUTOMATIC : Mode.ASK;
    try {
      engine.start(tx, RunRequest.byAlert(definition, parameters, trigger, mode));
    } catch (UserError e) {
      suggest(tx, runbook, firing, "parameters");
    }
  }

  /** Whether an open run does that already; one for other values is a different act. */
  private boolean underWay(Tx tx, Runbook runbook, Map<String, String> parameters) {
    return engine.open(tx, runbook.system(), runbook.name()).stream()
        .anyMatch(run -> run.parameters().entrySet().containsAll(parameters.entrySet()));
  }

  /** Whether a run that has begun says of itself that it takes the alert's component down. */
  private boolean disturbed(Tx tx, Shelf shelf, String system, Firing firing) {
    String component = firing.labels().get("component");
    for (Run run : engine.open(tx, system, null)) {
      Runbook runbook = shelf.byName().get(run.name());
      if (runbook == null || component == null || run.at().started() == null) {
        continue;
      }
      if (runbook.disturbs().contains(component)) {
        return true;
      }
    }
    return false;
  }

  /** A run has ended: what still fires is answered now. */
  private void waited(Tx tx, Shelf shelf, String system) {
    for (Suggestion waiting : suggestions.open(tx.handle())) {
      Runbook runbook = shelf.byName().get(waiting.runbook());
      Firing firing = Firing.of(waiting);
      boolean mine = waiting.system().equals(system) && waiting.reason().equals(DISTURBED);
      if (!mine || runbook == null || disturbed(tx, shelf, system, firing)) {
        continue;
      }
      again(tx, shelf, runbook, waiting);
    }
  }

  /** What it had to wait for has ended: it still fires, and is answered as if it began now. */
  private void again(Tx tx, Shelf shelf, Runbook runbook, Suggestion waiting) {
    OnAlert answer = runbook.onAlert().get(waiting.alert());
    suggestions.closeOne(tx.handle(), waiting.id(), timeline.instant());
    if (answer != null) {
      answer(tx, shelf, runbook, answer, Firing.of(waiting));
    }
  }

  private static boolean isExpected(Suggestion waiting) {
    return Runbooks.Quiet.REASONS.contains(waiting.reason());
  }

  /** A silence or a window ends without a word, so that somebody has to look. */
  private void lookSoon() {
    if (looking.compareAndSet(false, true)) {
      timeline.at(timeline.instant().plus(LOOK), "expected alerts", this::look);
    }
  }

  private void look() {
    looking.set(false);
    if (store.write(this::expectedLeft)) {
      lookSoon();
    }
  }

  /** Answers what is expected no more; true while something still is. */
  private boolean expectedLeft(Tx tx) {
    boolean left = false;
    for (Suggestion waiting : suggestions.open(tx.handle())) {
      if (!isExpected(waiting)) {
        continue;
      }
      Shelf shelf = shelves.apply(waiting.system());
      Runbook runbook = shelf == null ? null : shelf.byName().get(waiting.runbook());
      Map<String, String> labels = Firing.of(waiting).labels();
      if (shelf == null || quiet.why(tx, waiting.system(), labels) != null) {
        left = true;
      } else if (runbook != null) {
        again(tx, shelf, runbook, waiting);
      }
    }
    return left;
  }

  private void suggest(Tx tx, Runbook runbook, Firing firing, String reason) {
    Suggestion suggestion =
        new Suggestion(
            Ids.next(timeline.instant()),
            runbook.system(),
            runbook.name(),
            firing.alert(),
            firing.fingerprint(),
            reason,
            Json.write(firing.labels()),
            timeline.instant(),
            null);
    suggestions.insert(tx.handle(), suggestion);
    journal.append(
        tx,
        EventDraft.of(RunbookEvents.SUGGESTED)
            .system(runbook.system())
            .cause(firing.event())
            .with("runbook", runbook.name())
            .with("title", runbook.title())
            .with("alert", suggestion.alert())
            .with("fingerprint", suggestion.fingerprint())
            .with("reason", reason));
  }

  /**
   * A label comes from outside: only what the inventory or the declaration names gets through, and
   * of addresses those that are nobody's of the house.
   */
  private static Map<String, String> parameters(
      RunDefinition definition, Shelf shelf, Map<String, String> labels) {
    Map<String, String> values = new HashMap<>();
    for (Parameter parameter : definition.parameters()) {
      String value = parameter.label() == null ? null : labels.get(parameter.label());
      if (value != null && known(parameter, value, shelf)) {
        values.put(parameter.name(), value);
      }
    }
    return values;
  }

  private static boolean known(Parameter parameter, String value, Shelf shelf) {
    return switch (parameter.type()) {
      case COMPONENT -> shelf.components().contains(value);
      case HOST -> shelf.hosts().contains(value);
      case CHOICE -> parameter.choices().contains(value);
      case ADDRESS -> Addresses.isPublic(value);
      case WORD, TEXT, INTEGER ->
          shelf.components().contains(value) || shelf.hosts().contains(value);
    };
  }
}
