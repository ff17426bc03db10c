package jigi.operate.notify;

import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import jigi.base.config.Field;
import jigi.base.config.Names;
import jigi.base.config.ObjectShape;
import jigi.base.config.Problems;
import jigi.base.config.Shape;
import jigi.base.config.Shapes;
import jigi.base.config.Values;
import jigi.base.kernel.Durations;
import jigi.detect.rule.Severity;
import jigi.metrics.model.Matcher;
import jigi.operate.notify.oncall.OnCallSchedule;
import jigi.operate.notify.routing.Grouping;
import jigi.operate.notify.routing.Rate;
import jigi.operate.notify.routing.RouteNode;
import org.jspecify.annotations.Nullable;

/** Reads the entries of {@code routes}, and makes the tree of them that alerts go down. */
final class RouteReader {
  private static final Shape<Duration> SPAN = Shapes.durationOrZero();

  private static final Field<List<Ref>> TO =
      Field.required(
          "to",
          Shapes.listOf(Ref.recipient("a person or a group")),
          "People, groups, and 'on-call: NAME' for whoever is on call.");
  private static final Field<List<Ref>> BY =
      Field.required("by", Shapes.listOf(Ref.shape("the name of a channel")), "Channels.");
  private static final Field<Duration> AFTER =
      Field.required("after", SPAN, "How long after the first message nobody has acknowledged.");
  private static final Field<List<Ref>> NEXT_TO =
      Field.optional(
          "to",
          Shapes.listOf(Ref.recipient("a person or a group")),
          "People, groups, and 'on-call: NAME' for whoever is on call.");
  private static final Field<Integer> AGAIN =
      Field.optional(
          "repeat",
          Shapes.integer(1, 20),
          "In the last step, in place of 'to': how often all begins again, the route's own people"
              + " first.");
  private static final Field<List<Ref>> OTHER_BY =
      Field.optional(
          "by",
          Shapes.listOf(Ref.shape("the name of a channel")),
          "Channels; the route's when absent.");
  private static final Field<List<Values>> ESCALATE =
      Field.optional(
          "escalate",
          Shapes.listOf(
              ObjectShape.of(
                  "an escalation", List.of(AFTER, NEXT_TO, OTHER_BY, AGAIN), values -> values)),
          "Who is told while nobody acknowledges, one step or several.");
  private static final Field<List<List<Matcher>>> MATCH =
      Field.optional("match", WindowShape.MATCHERS, "Conditions on the labels of its alerts.");
  private static final Field<Boolean> CONTINUE =
      Field.optional(
          "continue", Shapes.bool(), "false", "Whether the routes after it are asked, too.");
  private static final Field<List<String>> GROUP_BY =
      Field.optional(
          "group-by",
          Shapes.listOf(Shapes.text()),
          "[alertname, host]",
          "Labels that alerts of one message have in common; '...' for each alert alone.");
  private static final Field<Duration> GROUP_WAIT =
      Field.optional(
          "group-wait", SPAN, "How long a first alert waits for others; 1s when absent.");
  private static final Field<Duration> GROUP_INTERVAL =
      Field.optional(
          "group-interval", Shapes.duration(), "5s", "Between messages about the same group.");
  private static final Field<Duration> REPEAT =
      Field.optional(
          "repeat", Shapes.duration(), "After how long the same is said again; never when absent.");
  private static final Field<Duration> DELAY =
      Field.optional(
          "delay",
          SPAN,
          "0s",
          "How long the condition must hold, 'for' of the rule included; what ends before is not"
              + " told.");
  private static final Field<Rate> FLAP =
      Field.optional(
          "flap",
          Rate.shape(),
          "5 in 30m",
          "How often an alert fires within a time before its group is said to flap, once, and once"
              + " to be calm when nothing happened for that time; or never.");
  private static final Field<List<Hours>> QUIET =
      Field.optional(
          "quiet",
          Shapes.listOf(
              Shapes.scalar("hours", "daily 22-7", Map.of("type", "string"), Hours::parse)),
          "When nothing is sent; what fires then is told afterwards, if it still does.");

  static final Shape<Values> SHAPE =
      ObjectShape.of(
          "a route",
          List.of(
              TO,
              BY,
              ESCALATE,
              MATCH,
              CONTINUE,
              GROUP_BY,
              GROUP_WAIT,
              GROUP_INTERVAL,
              REPEAT,
              DELAY,
              FLAP,
              QUIET),
          values -> values);

  /**
   * What routes may name; a person or channel that is there but wrong is among the names only, and
   * nothing follows from it.
   */
  record Known(
      Map<String, Person> people,
      Map<String, List<Ref>> groups,
      Map<String, OnCallSchedule> schedules,
      Map<String, Channel> channels,
      Names peopleNames,
      Names channelNames) {
    @Nullable OnCallSchedule schedule(String name) {
      return name.startsWith(OnCallSchedule.PREFIX)
          ? schedules.get(name.substring(OnCallSchedule.PREFIX.length()))
          : null;
    }
  }

  private final Known known;
  private final Problems problems;
  private final Map<Severity, Route> bySeverity = new EnumMap<>(Severity.class);
  private final Map<String, Route> byRule = new LinkedHashMap<>();
  private final Map<String, Route> routes = new LinkedHashMap<>();
  private final List<RouteNode> ofRules = new ArrayList<>();
  private final List<RouteNode> matching = new ArrayList<>();
  private final List<RouteNode> ofSeverities = new ArrayList<>();

  RouteReader(Known known, Problems problems) {
    this.known = known;
    this.problems = problems;
  }

  /** Whether it names its alerts by their labels, so that its own name is free. */
  static boolean hasMatch(Values values) {
    return values.find(MATCH) != null;
  }

  /** Reads an entry; it takes alerts after those before it, but rules go before severities. */
  void add(String name, Values values) {
    Route route = route(values);
    routes.put(name, route);
    List<List<Matcher>> match = values.find(MATCH);
    List<Matcher> matchers = new ArrayList<>(match == null ? List.of() : WindowShape.flat(match));
    Severity severity = Severity.named(name);
    if (severity != null) {
      matchers.add(Matcher.equal(AlertGroup.SEVERITY, severity.key()));
      ofSeverities.add(node(name, matchers, values));
      bySeverity.put(severity, route);
    } else if (match == null) {
      matchers.add(Matcher.equal("alertname", name));
      ofRules.add(node(name, matchers, values));
      byRule.put(name, route);
    } else {
      matching.add(node(name, matchers, values));
    }
  }

  private static RouteNode node(String name, List<Matcher> matchers, Values values) {
    List<Hours> quiet = values.find(QUIET);
    RouteNode.Calendar calendar =
        quiet == null
            ? RouteNode.Calendar.ALWAYS
            : new RouteNode.Calendar(
                quiet.stream().flatMap(hours -> hours.intervals().stream()).toList(), List.of());
    return new RouteNode(
        name, matchers, name, grouping(values), calendar, values.get(CONTINUE), List.of());
  }

  private static Grouping grouping(Values values) {
    List<String> by = values.get(GROUP_BY);
    Duration wait = values.find(GROUP_WAIT);
    Duration delay = values.get(DELAY);
    return new Grouping(
        by.contains("...") ? null : by,
        new Grouping.Pace(
            wait == null ? Grouping.OWN.pace().first() : wait,
            values.get(GROUP_INTERVAL),
            values.find(REPEAT)),
        delay,
        wait == null,
        values.get(FLAP));
  }

  Map<Severity, Route> bySeverity() {
    return bySeverity;
  }

  Map<String, Route> byRule() {
    return byRule;
  }

  Map<String, Route> routes() {
    return routes;
  }

  Routing routing() {
    List<RouteNode> all = new ArrayList<>(ofRules);
    all.addAll(matching);
    all.addAll(ofSeverities);
    Map<String, Receiver> receivers = new LinkedHashMap<>();
    routes.forEach((name, route) -> receivers.put(name, Receiver.of(name, route)));
    RouteNode root =
        new RouteNode("", List.of(), null, Grouping.OWN, RouteNode.Calendar.ALWAYS, false, all);
    return new Routing(root, receivers, List.of());
  }

  private Route route(Values values) {
    List<String> by = channels(values.get(BY));
    List<String> to = people(values.get(TO), by);
    List<Values> entries = values.find(ESCALATE);
    if (entries == null) {
      return new Route(to, by, null);
    }
    List<Route.Step> steps = new ArrayList<>();
    Duration before = Duration.ZERO;
    for (Values entry : entries) {
      Duration after = entry.get(AFTER);
      if (after.compareTo(before) < 0 || hasRepeat(entries, entry) && after.equals(before)) {
        entry.error(
            AFTER,
            "steps-out-of-order",
            "a step comes before the one above it (" + Durations.format(after) + ")",
            "times count from the first message: write more than " + Durations.format(before));
      }
      before = after;
      steps.addAll(steps(new Route.Step(Duration.ZERO, to, by), steps, entries, entry));
    }
    return new Route(to, by, steps.isEmpty() ? null : new Route.Escalation(steps));
  }

  private static boolean hasRepeat(List<Values> entries, Values entry) {
    return entry == entries.getLast() && entry.find(AGAIN) != null;
  }

  /** What an entry of the escalation adds to the steps before it. */
  private List<Route.Step> steps(
      Route.Step first, List<Route.Step> before, List<Values> entries, Values entry) {
    Duration after = entry.get(AFTER);
    Integer times = entry.find(AGAIN);
    List<Ref> to = entry.find(NEXT_TO);
    if ((times == null) == (to == null)) {
      entry.error(
          times == null ? AFTER : AGAIN,
          "bad-step",
          "a step of an escalation has either 'to' or 'repeat'",
          "write to: [NAME], or repeat: 2 as the last step");
      return List.of();
    }
    if (to != null) {
      List<Ref> otherBy = entry.find(OTHER_BY);
      List<String> by = otherBy == null ? first.by() : channels(otherBy);
      return List.of(new Route.Step(after, people(to, by), by));
    }
    if (entry != entries.getLast()) {
      entry.error(
          AGAIN,
          "bad-step",
          "steps stand after the one that begins again",
          "make 'repeat' the last step");
      return List.of();
    }
    List<Route.Step> again = new ArrayList<>();
    for (int round = 1; round <= Objects.requireNonNull(times); round++) {
      Duration begun = after.multipliedBy(round);
      again.add(new Route.Step(begun, first.to(), first.by()));
      before.forEach(
          step -> again.add(new Route.Step(begun.plus(step.after()), step.to(), step.by())));
    }
    return again;
  }

  private List<String> people(List<Ref> refs, List<String> by) {
    names(refs, "unknown-person", "'people' knows nobody", known.peopleNames());
    List<Ref> all = new ArrayList<>();
    for (Ref ref : refs) {
      List<Ref> group = known.groups().get(ref.name());
      if (group == null) {
        all.add(ref);
      } else {
        group.forEach(member -> all.add(new Ref(member.name(), ref.place())));
      }
    }
    checkReach(all, by);
    return all.stream().map(Ref::name).distinct().toList();
  }

  private List<String> channels(List<Ref> refs) {
    return names(refs, "unknown-channel", "'channels' has no such channel", known.channelNames());
  }

  private List<String> names(List<Ref> refs, String code, String what, Names names) {
    for (Ref ref : refs) {
      names.require(ref.name(), ref.place(), problems, code, what);
    }
    return refs.stream().map(Ref::name).distinct().toList();
  }

  private void checkReach(List<Ref> named, List<String> by) {
    List<Ref> to = new ArrayList<>();
    for (Ref ref : named) {
      OnCallSchedule schedule = known.schedule(ref.name());
      if (schedule == null) {
        to.add(ref);
      } else {
        schedule.people().forEach(person -> to.add(new Ref(person, ref.place())));
      }
    }
    for (Ref ref : to) {
      Person person = known.people().get(ref.name());
      boolean reached =
          person == null
              || by.isEmpty()
              || by.stream()
                  .map(known.channels()::get)
                  .anyMatch(channel -> channel == null || channel.reaches(person));
      if (!reached) {
        problems.error(
            ref.place(),
            "unreachable-person",
            "none of the route's channels reaches them ('"
                + ref.name()
                + "' by "
                + String.join(", ", by)
                + ")",
            "give them an 'email', or add a channel that reaches them");
      }
    }
  }
}
