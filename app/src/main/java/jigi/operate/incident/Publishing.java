package jigi.operate.incident;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import jigi.base.config.Manual;
import jigi.base.journal.EventDraft;
import jigi.base.journal.EventKind;
import jigi.base.kernel.Ids;
import jigi.base.kernel.Nearest;
import jigi.base.kernel.UserError;
import jigi.base.store.Tx;
import org.jspecify.annotations.Nullable;

/** Tells everybody of incidents what a person wrote for them, and nothing else. */
public final class Publishing {
  /** How long everybody sees what was. */
  public static final Duration KEPT = Duration.ofDays(90);

  private final IncidentLog log;
  private final InstantSource clock;
  private volatile Map<String, StatusPage> pages = Map.of();

  public Publishing(IncidentEngine engine, InstantSource clock) {
    this.log = engine.log();
    this.clock = clock;
  }

  /**
   * @param of what a manual lets everybody see
   */
  public void activate(List<Manual> manuals, Function<Manual, Optional<StatusPage>> of) {
    Map<String, StatusPage> next = new TreeMap<>();
    manuals.forEach(manual -> of.apply(manual).ifPresent(page -> next.put(manual.system(), page)));
    pages = Map.copyOf(next);
  }

  /** Null for a system that shows nothing to everybody. */
  public @Nullable StatusPage page(String system) {
    return pages.get(system);
  }

  /** What everybody sees of a system's incidents, the latest first. */
  public List<Notice> shown(String system) {
    Instant since = clock.instant().minus(KEPT);
    return log.store().read(handle -> NoticeRepository.shown(handle, system, since));
  }

  /** What was told of an incident, withdrawn or not; null for nothing. */
  public @Nullable Notice of(String incident) {
    return log.store().read(handle -> NoticeRepository.ofIncident(handle, incident));
  }

  /**
   * What a person wants everybody to know.
   *
   * @param title null for the one it has
   * @param affects public names; null for those it has
   */
  public record Wish(
      @Nullable String title, @Nullable List<String> affects, Notice.Stage stage, String text) {}

  /**
   * Tells it on the status page.
   *
   * @throws UserError {@code no-status-page}, {@code no-text}, {@code no-title}, {@code
   *     unknown-component}
   */
  public Notice publish(String id, Wish wish, String actor) {
    return log.store().write(tx -> publish(tx, IncidentLog.get(tx, id), wish, actor));
  }

  Notice publish(Tx tx, Incident incident, Wish wish, String actor) {
    if (wish.text().isBlank()) {
      throw new UserError("no-text", "the update is empty", "write what everybody may know");
    }
    Notice before = NoticeRepository.ofIncident(tx.handle(), incident.id());
    List<String> affects = affects(incident.system(), wish, before);
    String title = title(incident, wish, before);
    int number = before == null ? 1 : before.latest().number() + 1;
    Notice.Update update =
        new Notice.Update(number, wish.stage(), wish.text().strip(), clock.instant(), actor);
    if (before == null) {
      String fresh = Ids.next(clock.instant());
      NoticeRepository.insert(
          tx.handle(),
          new Notice(
              fresh, incident.id(), incident.system(), title, affects, null, List.of(update)));
    } else {
      NoticeRepository.change(tx.handle(), before.id(), title, affects);
      NoticeRepository.add(tx.handle(), before.id(), update);
    }
    log.append(
        tx,
        incident,
        draft(IncidentEvents.PUBLISHED, incident, actor)
            .with("public-title", title)
            .with("stage", update.stage().key())
            .with("text", update.text()));
    return Objects.requireNonNull(NoticeRepository.ofIncident(tx.handle(), incident.id()));
  }

  private List<String> affects(String system, Wish wish, @Nullable Notice before) {
    StatusPage page = pages.get(system);
    if (page == null) {
      throw new UserError(
          "no-status-page",
          "'" + system + "' has no status page",
          "name in its manual what everybody may see: status-page: {Shop: web}");
    }
    List<String> affects = wish.affects();
    if (affects == null) {
      return before == null ? List.of() : before.affects();
    }
    for (String one : affects) {
      if (!page.components().containsKey(one)) {
        throw new UserError(
            "unknown-component",
            "the status page of '" + system + "' shows no '" + one + "'",
            Nearest.hint(one, page.components().keySet()));
      }
    }
    return affects;
  }

  /** Never the incident's own: that was written for those who know the house. */
  private static String title(Incident incident, Wish wish, @Nullable Notice before) {
    String title = wish.title();
    if (title != null && !title.isBlank()) {
      return title.strip();
    }
    if (before == null) {
      throw new UserError(
          "no-title",
          "nothing was published of " + incident.name() + " yet, so it needs a title",
          "say in a few words what people notice, without names of the house");
    }
    return before.title();
  }

  /**
   * Takes it from the status page; what was written is kept.
   *
   * @throws UserError {@code not-published}
   */
  public Notice withdraw(String id, String actor) {
    return log.store()
        .write(
            tx -> {
              Incident incident = IncidentLog.get(tx, id);
              Notice notice = NoticeRepository.ofIncident(tx.handle(), id);
              if (notice == null || notice.withdrawn() != null) {
                throw new UserError(
                    "not-published",
                    "nothing of " + incident.name() + " is published",
                    "see 'jigi incidents show " + incident.name() + "'");
              }
              NoticeRepository.withdraw(tx.handle(), notice.id(), clock.instant());
              log.append(tx, incident, draft(IncidentEvents.WITHDRAWN, incident, actor));
              return notice;
            });
  }

  private static EventDraft draft(EventKind kind, Incident incident, String actor) {
    return IncidentEvents.draft(kind, incident).actor(actor);
  }
}
