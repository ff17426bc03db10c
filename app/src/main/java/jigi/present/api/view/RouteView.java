package jigi.present.api.view;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A route: which alerts it takes and who is told of them.
 *
 * @param depth how many routes stand above it
 * @param match conditions on labels; empty for all that come there
 * @param told whom it tells now, on-call schedules resolved
 * @param quiet whether it says nothing at this hour
 * @param goesOn whether the routes after it are asked, too
 */
public record RouteView(
    String system,
    String name,
    int depth,
    String match,
    List<Told> told,
    List<Step> escalation,
    Pace pace,
    boolean quiet,
    boolean goesOn) {
  /**
   * Somebody by one channel.
   *
   * @param person what others call them; empty for a channel that all share
   * @param reached false for one without the address or the number that the channel needs
   */
  public record Told(String person, String channel, boolean reached) {}

  /**
   * @param after the first message, while nobody acknowledges
   */
  public record Step(Duration after, List<Told> told) {
    public Step {
      told = List.copyOf(told);
    }
  }

  /**
   * When messages go out.
   *
   * @param groupBy labels that the alerts of one message share; null for each alone
   * @param first from a group's first alert to its first message
   * @param repeat null for never
   * @param delay since the condition began
   * @param flap how often an alert fires before it is said to flap; null for never
   */
  public record Pace(
      @Nullable List<String> groupBy,
      Duration first,
      Duration interval,
      @Nullable Duration repeat,
      Duration delay,
      @Nullable Often flap) {}

  /** So many within a span that moves with time. */
  public record Often(int times, Duration within) {}

  /**
   * What keeps an alert from people.
   *
   * @param kind silence, maintenance, inhibited, stands-on
   * @param by id of the silence, name of the window, conditions on labels, or the component
   * @param reason of a silence or a window; empty for others
   * @param until of a silence; null for others
   */
  public record Kept(String kind, String by, String reason, @Nullable Instant until) {}

  /** Where an alert goes; nowhere when there are no routes. */
  public record Answer(List<RouteView> routes, @Nullable Kept kept) {
    public Answer {
      routes = List.copyOf(routes);
    }
  }

  /**
   * A message that was sent.
   *
   * @param kind firing, resolved, escalated
   * @param state queued, retrying, accepted, failed, dead
   * @param said what the provider answered, or why it did not take it; empty for neither
   */
  public record Sent(
      String person, String channel, String kind, String state, Instant at, String said) {}

  /**
   * A channel.
   *
   * @param limit how many messages it takes, each person for themselves; null for no limit
   * @param people whom a test message can go to: title by key
   * @param lacking titles of the people who lack the address or the number that it needs
   */
  public record Way(
      String system,
      String name,
      String kind,
      @Nullable String fallback,
      @Nullable Often limit,
      java.util.Map<String, String> people,
      List<String> lacking) {
    public Way {
      lacking = List.copyOf(lacking);
      people = java.util.Collections.unmodifiableMap(new java.util.TreeMap<>(people));
    }
  }

  public RouteView {
    told = List.copyOf(told);
    escalation = List.copyOf(escalation);
  }
}
