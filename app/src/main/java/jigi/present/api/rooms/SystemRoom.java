package jigi.present.api.rooms;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import jigi.base.kernel.Status;
import jigi.base.kernel.Timeline;
import jigi.detect.inventory.Component;
import jigi.detect.inventory.ComponentType;
import jigi.detect.inventory.Inventory;
import jigi.detect.probe.ComponentView;
import jigi.detect.probe.Components;
import jigi.present.api.view.AlertRow;
import jigi.present.api.view.Desk;
import jigi.present.api.view.Happening;
import jigi.present.api.view.IncidentRow;
import jigi.present.api.view.Layer;
import jigi.present.api.view.Part;
import jigi.present.api.view.Scope;
import jigi.present.api.view.SystemDetail;
import jigi.present.api.view.SystemRow;
import org.jspecify.annotations.Nullable;

/** Systems, what their manuals say about them, and what they are made of. */
final class SystemRoom implements Desk.Systems {
  private static final int CHANGES = 10;

  private final Components components;
  private final Timeline timeline;
  private final AlertRoom alerts;
  private final IncidentRoom incidents;
  private final Recent.Source recent;

  SystemRoom(
      Components components,
      Timeline timeline,
      AlertRoom alerts,
      IncidentRoom incidents,
      Recent.Source recent) {
    this.components = components;
    this.timeline = timeline;
    this.alerts = alerts;
    this.incidents = incidents;
    this.recent = recent;
  }

  @Override
  public List<SystemRow> list(Scope scope) {
    List<AlertRow> atLarge = alerts.atLarge(scope);
    return components.systems().entrySet().stream()
        .filter(entry -> scope.sees(entry.getKey()))
        .map(
            entry ->
                row(
                    entry.getKey(),
                    entry.getValue(),
                    components.of(entry.getKey()),
                    of(atLarge, entry.getKey())))
        .sorted(Comparator.comparing(SystemRow::status).reversed())
        .toList();
  }

  private static List<AlertRow> of(List<AlertRow> all, String system) {
    return all.stream().filter(row -> row.system().equals(system)).toList();
  }

  private static SystemRow row(
      String system, Inventory inventory, List<ComponentView> views, List<AlertRow> atLarge) {
    Inventory.Profile profile = inventory.profile();
    List<Status> statuses = new ArrayList<>();
    int unwatched = 0;
    for (ComponentView view : views) {
      if (view.watched()) {
        statuses.add(view.status());
      } else {
        unwatched++;
      }
    }
    SystemRow.Counts counts =
        new SystemRow.Counts(
            count(statuses, Status.FAIL),
            count(statuses, Status.UNKNOWN),
            count(statuses, Status.WARN),
            count(statuses, Status.OK),
            unwatched);
    atLarge.forEach(alert -> statuses.add(OverviewRoom.weight(alert)));
    return new SystemRow(
        system,
        profile.title() == null ? system : profile.title(),
        profile.purpose() == null ? "" : profile.purpose(),
        profile.environment(),
        profile.owner(),
        Status.worst(statuses),
        counts);
  }

  private static int count(List<Status> statuses, Status wanted) {
    return (int) statuses.stream().filter(status -> status == wanted).count();
  }

  @Override
  public @Nullable SystemDetail get(String system) {
    Inventory inventory = components.systems().get(system);
    if (inventory == null) {
      return null;
    }
    List<ComponentView> views = components.of(system);
    Scope only = system::equals;
    return new SystemDetail(
        row(system, inventory, views, alerts.atLarge(only)),
        profile(inventory.profile()),
        layers(inventory, views),
        alerts.list(only).stream().filter(row -> row.state() != AlertRow.State.RESOLVED).toList(),
        incidents(only),
        changes(system));
  }

  private List<IncidentRow> incidents(Scope only) {
    return incidents.list(only, false);
  }

  private List<Happening> changes(String system) {
    return recent.of(system, null, CHANGES);
  }

  private SystemDetail.Profile profile(Inventory.Profile profile) {
    LocalDate review = profile.document().nextReview();
    LocalDate today = LocalDate.ofInstant(timeline.instant(), profile.zone());
    return new SystemDetail.Profile(
        profile.zone().getId(),
        profile.document().version(),
        profile.document().updated(),
        review,
        review != null && review.isBefore(today),
        FactRoom.links(profile.links()));
  }

  /**
   * The usual layers from the edge down; layers that the manual names by how high their components
   * stand, else in its order.
   */
  private static List<Layer> layers(Inventory inventory, List<ComponentView> views) {
    Map<String, Map<String, List<Part>>> all = new LinkedHashMap<>();
    for (Component component : inventory.all()) {
      if (component.layer() != null) {
        all.putIfAbsent(component.layer(), new LinkedHashMap<>());
      }
    }
    ComponentType.LAYERS.forEach(name -> all.putIfAbsent(name, new LinkedHashMap<>()));
    for (ComponentView view : views) {
      String group = view.component().group();
      all.computeIfAbsent(view.component().layerOrUsual(), name -> new LinkedHashMap<>())
          .computeIfAbsent(group == null ? "" : group, name -> new ArrayList<>())
          .add(FactRoom.part(view));
    }
    List<Layer> layers = new ArrayList<>();
    all.forEach(
        (name, groups) -> {
          List<Layer.Group> members = new ArrayList<>();
          groups.forEach((group, parts) -> members.add(new Layer.Group(group, parts)));
          if (!members.isEmpty()) {
            layers.add(new Layer(name, members));
          }
        });
    boolean named = inventory.all().stream().anyMatch(component -> component.layer() != null);
    if (named) {
      Map<String, Integer> heights = heights(inventory);
      layers.sort(Comparator.comparingDouble((Layer layer) -> height(layer, heights)).reversed());
    }
    return layers;
  }

  private static double height(Layer layer, Map<String, Integer> heights) {
    return layer.parts().stream()
        .mapToInt(part -> heights.getOrDefault(part.name(), 0))
        .average()
        .orElse(0);
  }

  /**
   * On how many others, one upon the other, each component stands: what stands highest is above.
   */
  private static Map<String, Integer> heights(Inventory inventory) {
    Map<String, Integer> heights = new HashMap<>();
    inventory.all().forEach(component -> height(component, inventory, heights));
    return heights;
  }

  private static int height(
      @Nullable Component component, Inventory inventory, Map<String, Integer> known) {
    if (component == null) {
      return 0;
    }
    Integer before = known.get(component.name());
    if (before != null) {
      return before;
    }
    int height = 0;
    for (String need : component.needs()) {
      height = Math.max(height, 1 + height(inventory.component(need), inventory, known));
    }
    known.put(component.name(), height);
    return height;
  }
}
