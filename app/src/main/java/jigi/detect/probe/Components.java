package jigi.detect.probe;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import jigi.base.config.Manual;
import jigi.base.kernel.Status;
import jigi.base.kernel.Timeline;
import jigi.detect.inventory.Component;
import jigi.detect.inventory.Inventory;
import jigi.detect.inventory.InventoryPart;
import org.jspecify.annotations.Nullable;

/** How every component of every system is. */
public final class Components {
  private static final int SLOTS = 60;

  private final Timeline timeline;
  private final ProbeScheduler probes;
  private final InventoryPart part;
  private final List<Concern.Source> concerns;
  private volatile Map<String, Inventory> systems = Map.of();

  public Components(
      Timeline timeline, ProbeScheduler probes, InventoryPart part, List<Concern.Source> concerns) {
    this.timeline = timeline;
    this.probes = probes;
    this.part = part;
    this.concerns = List.copyOf(concerns);
  }

  public void activate(List<Manual> manuals) {
    Map<String, Inventory> next = new LinkedHashMap<>();
    manuals.forEach(manual -> next.put(manual.system(), manual.part(part)));
    systems = next;
  }

  /** The systems' inventories by key, in the order in which the manuals were named. */
  public Map<String, Inventory> systems() {
    return systems;
  }

  /** A system's components in the order of its manual; empty for an unknown system. */
  public List<ComponentView> of(String system) {
    Inventory inventory = systems.get(system);
    if (inventory == null) {
      return List.of();
    }
    Map<String, List<ProbeView>> byComponent = new HashMap<>();
    for (ProbeView view : probes.views(system)) {
      String component = view.probe().key().component();
      byComponent.computeIfAbsent(component, key -> new ArrayList<>()).add(view);
    }
    return inventory.all().stream()
        .map(each -> view(system, each, byComponent.getOrDefault(each.name(), List.of())))
        .toList();
  }

  public @Nullable ComponentView of(String system, String component) {
    Inventory inventory = systems.get(system);
    Component found = inventory == null ? null : inventory.component(component);
    return found == null ? null : view(system, found, probes.views(system, component));
  }

  /** How each watched component of a system is, without the heartbeats that lists show. */
  public List<Status> statuses(String system) {
    Inventory inventory = systems.get(system);
    if (inventory == null) {
      return List.of();
    }
    Map<String, List<Status>> byComponent = new HashMap<>();
    for (ProbeView view : probes.views(system)) {
      String component = view.probe().key().component();
      byComponent.computeIfAbsent(component, key -> new ArrayList<>()).add(view.status());
    }
    List<Status> all = new ArrayList<>();
    for (Component component : inventory.all()) {
      List<Status> own = new ArrayList<>(byComponent.getOrDefault(component.name(), List.of()));
      concerns.forEach(
          source -> source.of(system, component.name()).forEach(worry -> own.add(worry.status())));
      if (!own.isEmpty()) {
        all.add(Status.worst(own));
      }
    }
    return all;
  }

  /** The worst of a system's watched components; UNKNOWN when none is watched. */
  public Status status(String system) {
    return Status.worst(
        of(system).stream().filter(ComponentView::watched).map(ComponentView::status).toList());
  }

  private ComponentView view(String system, Component component, List<ProbeView> views) {
    List<Concern> worries =
        concerns.stream().flatMap(source -> source.of(system, component.name()).stream()).toList();
    List<Status> statuses = new ArrayList<>();
    views.forEach(view -> statuses.add(view.status()));
    worries.forEach(worry -> statuses.add(worry.status()));
    Status worst = Status.worst(statuses);
    Instant since = null;
    String evidence = "";
    for (ProbeView view : views) {
      if (view.status() == worst && (since == null || counts(view.since(), since, worst))) {
        since = view.since();
        evidence = view.evidence();
      }
    }
    for (Concern worry : worries) {
      if (worry.status() == worst && evidence.isEmpty()) {
        since = worry.since();
        evidence = worry.text();
      }
    }
    boolean watched = !statuses.isEmpty();
    return new ComponentView(
        system, component, worst, since, evidence, watched, views, worries, heartbeat(views));
  }

  /** Trouble began with the first probe that saw it, and all was well with the last one. */
  private static boolean counts(@Nullable Instant instant, Instant other, Status worst) {
    return instant != null
        && (worst == Status.OK ? instant.isAfter(other) : instant.isBefore(other));
  }

  /** The worst status within each slot; a slot is as long as the slowest probe's interval. */
  private List<@Nullable Status> heartbeat(List<ProbeView> views) {
    Duration slot =
        views.stream()
            .map(view -> view.probe().spec().pace().every())
            .max(Duration::compareTo)
            .orElse(Duration.ofSeconds(15));
    long current = timeline.instant().toEpochMilli() / slot.toMillis();
    @Nullable Status[] slots = new Status[SLOTS];
    for (ProbeView view : views) {
      for (Beat beat : view.beats()) {
        long age = current - beat.at().toEpochMilli() / slot.toMillis();
        if (age >= 0 && age < SLOTS) {
          int index = (int) (SLOTS - 1 - age);
          Status before = slots[index];
          slots[index] = before == null ? beat.status() : Status.worst(before, beat.status());
        }
      }
    }
    return Arrays.asList(slots);
  }
}
