package jigi.operate.notify;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import jigi.base.kernel.Json;
import jigi.base.kernel.UserError;
import jigi.metrics.model.Labels;
import jigi.metrics.model.Matcher;
import jigi.operate.notify.routing.Grouping;
import jigi.operate.notify.routing.Matchers;
import jigi.operate.notify.routing.RouteNode;
import org.jspecify.annotations.Nullable;

/** Where alerts go and what keeps them from people, for those who ask before one fires. */
public final class Destinations {
  private final NotifyEngine.Surroundings around;
  private final Directory directory;

  Destinations(NotifyEngine.Surroundings around, Directory directory) {
    this.around = around;
    this.directory = directory;
  }

  /**
   * A node of the tree that tells somebody.
   *
   * @param depth how many nodes stand above it
   * @param legs some people by some channels each
   * @param quiet whether nothing is sent now
   * @param goesOn whether the nodes after it are asked, too
   */
  public record Way(
      String name,
      int depth,
      List<Matcher> matchers,
      List<Route> legs,
      Grouping grouping,
      boolean quiet,
      boolean goesOn) {
    public Way {
      matchers = List.copyOf(matchers);
      legs = List.copyOf(legs);
    }

    /** What follows while nobody acknowledges. */
    public List<Route.Step> steps() {
      return legs.stream().flatMap(leg -> leg.steps().stream()).toList();
    }
  }

  /** The whole tree of a system, each node before those below it. */
  public List<Way> all(String system) {
    NotifySettings known = known(system);
    List<Way> all = new ArrayList<>();
    collect(system, known, known.routing().root(), 0, all);
    return all;
  }

  private void collect(
      String system, NotifySettings known, RouteNode node, int depth, List<Way> all) {
    if (node.receiver() != null) {
      all.add(way(system, known, node, depth));
    }
    int below = node.receiver() == null ? depth : depth + 1;
    node.routes().forEach(route -> collect(system, known, route, below, all));
  }

  /**
   * The nodes that an alert ends at; none where nobody is told.
   *
   * @param labels of the alert, {@code alertname} and {@code severity} among them
   */
  public List<Way> of(String system, Map<String, String> labels) {
    NotifySettings known = known(system);
    return known.routing().root().match(labels(system, labels)).stream()
        .filter(node -> node.receiver() != null)
        .map(node -> way(system, known, node, 0))
        .toList();
  }

  /** What keeps an alert from people now; null for nothing. */
  public @Nullable Mute kept(String system, Map<String, String> labels) {
    NotifySettings known = known(system);
    Instant now = around.timeline().instant();
    return around
        .store()
        .read(
            handle ->
                new Mutes(
                        new Mutes.Sight(system, now, directory.zone(system), known),
                        SilenceRepository.after(handle, system, now),
                        () -> GroupRepository.firing(handle, system),
                        around.foundations())
                    .why(labels(system, labels)));
  }

  /**
   * Reads labels as people write them: {@code severity=critical, component="web"}.
   *
   * @throws UserError {@code bad-labels}
   */
  public static Map<String, String> labels(String text) {
    List<Matcher> matchers = text.isBlank() ? List.of() : Matchers.parse(text);
    if (matchers == null || matchers.stream().anyMatch(one -> one.op() != Matcher.Op.EQUAL)) {
      throw new UserError(
          "bad-labels",
          "not a list of labels ('" + text + "')",
          "write for example alertname=WebDown, severity=critical");
    }
    Map<String, String> labels = new TreeMap<>();
    matchers.forEach(one -> labels.put(one.name(), one.value()));
    return labels;
  }

  private static Labels labels(String system, Map<String, String> labels) {
    Map<String, String> args = new TreeMap<>();
    args.put("alert", labels.getOrDefault("alertname", ""));
    String severity = labels.get("severity");
    if (severity != null) {
      args.put("severity", severity);
    }
    args.put("labels", Json.write(labels));
    return AlertGroup.labels(system, args);
  }

  private Way way(String system, NotifySettings known, RouteNode node, int depth) {
    Receiver receiver = known.routing().receivers().get(String.valueOf(node.receiver()));
    List<Route> legs =
        receiver == null ? List.of() : receiver.legs().stream().map(Receiver.Leg::route).toList();
    return new Way(
        receiver == null ? node.key() : receiver.name(),
        depth,
        node.matchers(),
        legs,
        node.grouping(),
        node.calendar().isQuiet(around.timeline().instant(), directory.zone(system)),
        node.goesOn());
  }

  private NotifySettings known(String system) {
    NotifySettings known = directory.settings(system);
    if (known == null) {
      throw new UserError(
          "unknown-system",
          "no system of this name (" + system + ")",
          "list them with 'jigi status'");
    }
    return known;
  }
}
