package jigi.operate.notify.routing;

import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import jigi.metrics.model.Labels;
import jigi.metrics.model.Matcher;
import org.jspecify.annotations.Nullable;

/**
 * A node of the tree that alerts go down
 * (https://prometheus.io/docs/alerting/latest/configuration/#route).
 *
 * @param key unique in its tree, and the same as long as the node is written the same
 * @param receiver null where nobody is told
 * @param goesOn whether the nodes after this one are asked, too
 */
public record RouteNode(
    String key,
    List<Matcher> matchers,
    @Nullable String receiver,
    Grouping grouping,
    Calendar calendar,
    boolean goesOn,
    List<RouteNode> routes) {
  /**
   * When messages may go out.
   *
   * @param muted within which none do
   * @param active outside of which none do; empty for always
   */
  public record Calendar(List<TimeInterval> muted, List<TimeInterval> active) {
    public static final Calendar ALWAYS = new Calendar(List.of(), List.of());

    public Calendar {
      muted = List.copyOf(muted);
      active = List.copyOf(active);
    }

    public boolean isQuiet(Instant at, ZoneId system) {
      return muted.stream().anyMatch(each -> each.includes(at, system))
          || !active.isEmpty() && active.stream().noneMatch(each -> each.includes(at, system));
    }
  }

  public RouteNode {
    matchers = List.copyOf(matchers);
    routes = List.copyOf(routes);
  }

  /** The nodes that an alert ends at; the deepest that match, this one where none below does. */
  public List<RouteNode> match(Labels labels) {
    if (!Matchers.all(matchers, labels)) {
      return List.of();
    }
    List<RouteNode> found = new ArrayList<>();
    for (RouteNode route : routes) {
      List<RouteNode> below = route.match(labels);
      found.addAll(below);
      if (!below.isEmpty() && !route.goesOn()) {
        break;
      }
    }
    return found.isEmpty() ? List.of(this) : found;
  }

  /** The node of this key here or below; null for none. */
  public @Nullable RouteNode find(String wanted) {
    if (key.equals(wanted)) {
      return this;
    }
    for (RouteNode route : routes) {
      RouteNode found = route.find(wanted);
      if (found != null) {
        return found;
      }
    }
    return null;
  }
}
