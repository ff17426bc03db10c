package jigi.present.api.rooms;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import jigi.base.kernel.Status;
import jigi.base.schedule.Stretch;
import jigi.detect.inventory.Inventory;
import jigi.detect.probe.ComponentView;
import jigi.detect.probe.Components;
import jigi.operate.incident.Notice;
import jigi.operate.incident.Publishing;
import jigi.operate.incident.StatusPage;
import jigi.operate.notify.NotifyEngine;
import jigi.present.api.view.PublicDesk;
import jigi.present.api.view.PublicStatus;
import jigi.present.report.Days;
import org.jspecify.annotations.Nullable;

/** Puts together what everybody may read, at most every few seconds, however many ask. */
final class StatusRoom implements PublicDesk {
  static final Duration FRESH = Duration.ofSeconds(10);

  /** How far ahead planned work is told. */
  private static final Duration AHEAD = Duration.ofDays(14);

  private final Publishing publishing;
  private final Days days;
  private final Components components;
  private final NotifyEngine notifications;
  private final InstantSource clock;
  private final Map<String, Made> made = new ConcurrentHashMap<>();

  /** A page as it was put together from a manual's. */
  private record Made(StatusPage from, PublicStatus status) {}

  StatusRoom(
      Publishing publishing,
      Days days,
      Components components,
      NotifyEngine notifications,
      InstantSource clock) {
    this.publishing = publishing;
    this.days = days;
    this.components = components;
    this.notifications = notifications;
    this.clock = clock;
  }

  @Override
  public @Nullable PublicStatus get(String system) {
    StatusPage page = publishing.page(system);
    if (page == null) {
      return null;
    }
    Instant now = clock.instant();
    Made known =
        made.compute(
            system,
            (name, before) ->
                before == null
                        || !before.from().equals(page)
                        || Duration.between(before.status().at(), now).compareTo(FRESH) >= 0
                    ? new Made(page, make(system, page, now))
                    : before);
    return known.status();
  }

  /** Something was published: the next who asks sees it. */
  void forget(String system) {
    made.remove(system);
  }

  private PublicStatus make(String system, StatusPage page, Instant now) {
    Map<String, List<Days.Day>> byComponent = days.of(system);
    List<PublicStatus.Part> parts = new ArrayList<>();
    page.components().forEach((name, behind) -> parts.add(part(system, name, behind, byComponent)));
    List<Notice> shown = publishing.shown(system);
    NotifyEngine.System told = notifications.system(system);
    Inventory inventory = components.systems().get(system);
    String named = inventory == null ? null : inventory.profile().publicTitle();
    return new PublicStatus(
        system,
        named == null ? system : named,
        told.zone(),
        told.language(),
        now,
        parts,
        works(system, now),
        shown.stream().filter(one -> !one.isOver()).map(StatusRoom::news).toList(),
        shown.stream().filter(Notice::isOver).map(StatusRoom::news).toList());
  }

  private PublicStatus.Part part(
      String system, String name, List<String> behind, Map<String, List<Days.Day>> byComponent) {
    List<Days.Day> all = days(behind, byComponent);
    List<Double> known = all.stream().map(Days.Day::share).filter(Objects::nonNull).toList();
    Double share =
        known.isEmpty()
            ? null
            : Double.valueOf(known.stream().mapToDouble(Double::doubleValue).average().orElse(0));
    Status status = Status.worst(behind.stream().map(one -> status(system, one)).toList());
    return new PublicStatus.Part(name, status, all, share);
  }

  private Status status(String system, String component) {
    ComponentView view = components.of(system, component);
    return view == null ? Status.UNKNOWN : view.status();
  }

  /** Of each day the worst: what failed says more than what is not known, as everywhere. */
  private static List<Days.Day> days(List<String> behind, Map<String, List<Days.Day>> byComponent) {
    List<List<Days.Day>> some =
        behind.stream().map(one -> byComponent.getOrDefault(one, List.of())).toList();
    int count = some.stream().mapToInt(List::size).max().orElse(0);
    List<Days.Day> all = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      int at = i;
      List<Days.Day> same =
          some.stream().filter(one -> one.size() > at).map(one -> one.get(at)).toList();
      LocalDate date = same.getFirst().date();
      boolean unknown = same.size() < some.size();
      Double worst = null;
      for (Days.Day day : same) {
        Double share = day.share();
        unknown |= share == null;
        worst = share == null || worst != null && worst <= share ? worst : share;
      }
      all.add(new Days.Day(date, unknown && worst != null && worst >= 1 ? null : worst));
    }
    return all;
  }

  private List<PublicStatus.Work> works(String system, Instant now) {
    return notifications.announced(system, new Stretch(now, now.plus(AHEAD))).stream()
        .map(one -> new PublicStatus.Work(one.text(), one.when().from(), one.when().to()))
        .sorted(Comparator.comparing(PublicStatus.Work::from))
        .toList();
  }

  static PublicStatus.News news(Notice notice) {
    return new PublicStatus.News(
        notice.id(),
        notice.title(),
        notice.affects(),
        notice.updates().reversed().stream()
            .map(one -> new PublicStatus.Said(one.stage().key(), one.text(), one.at()))
            .toList());
  }
}
