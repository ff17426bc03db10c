package jigi.operate.checklist;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import jigi.base.config.Place;
import jigi.base.config.Problems;
import jigi.base.kernel.Status;
import jigi.base.run.StepContext;
import jigi.base.run.StepKind;
import jigi.base.run.StepOutcome;
import jigi.base.run.StepPart;
import jigi.base.store.Store;
import jigi.detect.probe.ProbeScheduler;
import jigi.detect.probe.ProbeView;
import jigi.detect.probe.log.ErrorGroup;
import jigi.detect.probe.log.LogRepository;
import org.jspecify.annotations.Nullable;

/** Answers an item by the errors of a component's logs since the checklist was begun before. */
public final class LogsStep implements StepKind {
  static final String LANGUAGE = "logs";

  /** What is looked at when there was no check before. */
  private static final Duration FIRST = Duration.ofHours(24);

  private static final int MOST_GROUPS = 1000;
  private static final int SHOWN = 5;

  private final Store store;
  private final LogRepository logs;
  private final ProbeScheduler probes;
  private final ChecklistRepository repository = new ChecklistRepository();

  public LogsStep(Store store, LogRepository logs, ProbeScheduler probes) {
    this.store = store;
    this.logs = logs;
    this.probes = probes;
  }

  @Override
  public String language() {
    return LANGUAGE;
  }

  @Override
  public Set<String> attributes() {
    return Set.of("component", "item", "group");
  }

  @Override
  public void check(StepPart part, Place place, Problems problems) {
    // An item of a checklist is checked by its reader.
  }

  @Override
  public boolean repeatable() {
    return true;
  }

  @Override
  public StepOutcome run(StepContext context) throws InterruptedException {
    String component = context.part().attributes().getOrDefault("component", "");
    Instant before = store.read(handle -> repository.before(handle, context.run().id()));
    String since = before == null ? "of the last 24h" : "since " + before;
    Instant from = before == null ? context.begun().minus(FIRST) : before;
    String unread = unread(context.system(), component, context.begun());
    if (unread != null) {
      return StepOutcome.unknown(unread);
    }
    List<ErrorGroup> groups = logs.groups(context.system(), component, from, MOST_GROUPS);
    long all = groups.stream().mapToLong(ErrorGroup::lines).sum();
    long fatal =
        groups.stream()
            .filter(group -> group.level().equals("fatal"))
            .mapToLong(ErrorGroup::lines)
            .sum();
    String evidence =
        all + " error lines " + since + ", " + fatal + " of them fatal" + shown(groups);
    return fatal > 0 ? StepOutcome.failed(evidence) : StepOutcome.ok(evidence);
  }

  /** Why the logs cannot be judged: what nobody could read holds no errors that anybody knows. */
  private @Nullable String unread(String system, String component, Instant now)
      throws InterruptedException {
    List<ProbeView> views =
        probes.views(system, component).stream()
            .filter(view -> view.probe().spec().kind().name().equals("log"))
            .toList();
    for (ProbeView view : views) {
      var result = probes.fresh(view.probe().key(), now);
      if (result.status() != Status.OK) {
        return component + " could not be read: " + result.evidence();
      }
    }
    return views.isEmpty() ? component + " has no log" : null;
  }

  private static String shown(List<ErrorGroup> groups) {
    return groups.isEmpty()
        ? ""
        : groups.stream()
            .limit(SHOWN)
            .map(group -> group.lines() + "× " + group.example())
            .collect(Collectors.joining("; ", ": ", ""));
  }
}
