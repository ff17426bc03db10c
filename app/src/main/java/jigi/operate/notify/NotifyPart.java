package jigi.operate.notify;

import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import jigi.base.config.Field;
import jigi.base.config.KindShape;
import jigi.base.config.ManualPart;
import jigi.base.config.ManualReading;
import jigi.base.config.Names;
import jigi.base.config.Node;
import jigi.base.config.ObjectShape;
import jigi.base.config.Place;
import jigi.base.config.Problems;
import jigi.base.config.Shape;
import jigi.base.config.Shapes;
import jigi.base.config.Values;
import jigi.base.kernel.Language;
import jigi.base.kernel.Nearest;
import jigi.detect.rule.Severity;
import jigi.operate.notify.slack.SlackChannel;
import jigi.operate.notify.smtp.SmtpChannel;
import jigi.operate.notify.webhook.WebhookChannel;
import org.jspecify.annotations.Nullable;

/** Reads {@code people}, {@code channels} and {@code routes}. */
public final class NotifyPart implements ManualPart<NotifySettings> {
  /** The kinds of channels; a new one is one line here. */
  private static final Map<String, Shape<Channel>> KINDS =
      Map.of(
          "smtp", SmtpChannel.shape(),
          "slack", SlackChannel.shape(),
          "webhook", WebhookChannel.shape());

  private static final Field<String> NAME =
      Field.optional("name", Shapes.text(), "What others call them.");
  private static final Field<String> EMAIL =
      Field.optional("email", SmtpChannel.address(), "Their address.");
  private static final Field<String> SLACK =
      Field.optional("slack", Shapes.text(), "Their member id in Slack.");
  private static final Field<Hours> HOURS =
      Field.optional(
          "hours",
          Shapes.scalar("hours", "weekdays 9-18", Map.of("type", "string"), Hours::parse),
          "always",
          "When they may be called, in the system's time zone.");
  private static final Field<Language> LANGUAGE =
      Field.optional("language", Shapes.oneOf(Language.class), "What they read: ko or en.");
  private static final Field<Map<String, Values>> PEOPLE =
      Field.optional(
          "people",
          Shapes.mapOf(
              ObjectShape.of(
                  "a person", List.of(NAME, EMAIL, SLACK, HOURS, LANGUAGE), values -> values)),
          "Who is told.");
  private static final Field<Map<String, List<Ref>>> GROUPS =
      Field.optional(
          "groups",
          Shapes.mapOf(Shapes.listOf(ref("the name of a person"))),
          "People under one name, for routes and notify steps.");
  private static final Field<Map<String, Channel>> CHANNELS =
      Field.optional(
          "channels", Shapes.mapOf(new KindShape<Channel>("a channel", KINDS)), "By what.");

  private static final Field<List<Ref>> TO =
      Field.required("to", Shapes.listOf(ref("a person or a group")), "People and groups.");
  private static final Field<List<Ref>> BY =
      Field.required("by", Shapes.listOf(ref("the name of a channel")), "Channels.");
  private static final Field<Duration> AFTER =
      Field.required("after", Shapes.duration(), "How long nobody acknowledged.");
  private static final Field<List<Ref>> OTHER_BY =
      Field.optional(
          "by", Shapes.listOf(ref("the name of a channel")), "Channels; the route's when absent.");
  private static final Field<Values> ESCALATE =
      Field.optional(
          "escalate",
          ObjectShape.of("an escalation", List.of(AFTER, TO, OTHER_BY), values -> values),
          "Who is told when nobody acknowledges.");
  private static final Field<Map<String, Values>> ROUTES =
      Field.optional(
          "routes",
          Shapes.mapOf(ObjectShape.of("a route", List.of(TO, BY, ESCALATE), values -> values)),
          "Who is told by what: by severity, and by the name of a rule that has its own route.");

  private final Function<ManualReading, Names> alerts;

  /**
   * @param alerts the alerting rules of the manual that is being read
   */
  public NotifyPart(Function<ManualReading, Names> alerts) {
    this.alerts = alerts;
  }

  @Override
  public List<Field<?>> fields() {
    return List.of(PEOPLE, GROUPS, CHANNELS, ROUTES);
  }

  @Override
  public NotifySettings read(ManualReading reading) {
    Map<String, Values> entries = reading.find(PEOPLE, Map.of());
    Map<String, Person> people = new LinkedHashMap<>();
    entries.forEach((key, values) -> people.put(key, person(key, values)));
    Map<String, Channel> channels = reading.find(CHANNELS, Map.of());
    checkFallbacks(reading, channels);
    Map<String, List<Ref>> groups = groups(reading, people);
    Known known =
        new Known(
            people,
            groups,
            channels,
            recipients(reading),
            reading.names(CHANNELS),
            reading.problems());
    Map<Severity, Route> routes = new EnumMap<>(Severity.class);
    Map<String, Route> byRule = new LinkedHashMap<>();
    Names rules = alerts.apply(reading);
    reading
        .find(ROUTES, Map.of())
        .forEach(
            (name, values) -> {
              Severity severity = Severity.named(name);
              if (severity != null) {
                routes.put(severity, route(values, known));
              } else if (rules.lack(name)) {
                reading
                    .problems()
                    .error(
                        reading.placeOf(ROUTES, name),
                        "unknown-severity",
                        "routes are named for severities or rules, and none is called '"
                            + name
                            + "'",
                        rules.and("critical").and("warning").and("info").hint(name));
              } else {
                byRule.put(name, route(values, known));
              }
            });
    Map<String, List<String>> named = new LinkedHashMap<>();
    groups.forEach((name, refs) -> named.put(name, refs.stream().map(Ref::name).toList()));
    return new NotifySettings(people, named, channels, routes, byRule, reading.source().folder());
  }

  /** Whoever may be told: the names of people and of groups. */
  public static Names recipients(ManualReading reading) {
    Names all = reading.names(PEOPLE);
    for (String group : reading.find(GROUPS, Map.of()).keySet()) {
      all = all.and(group);
    }
    return all;
  }

  /** The names of the channels. */
  public static Names channels(ManualReading reading) {
    return reading.names(CHANNELS);
  }

  private static Map<String, List<Ref>> groups(ManualReading reading, Map<String, Person> people) {
    Map<String, List<Ref>> groups = reading.find(GROUPS, Map.of());
    groups.forEach(
        (name, members) -> {
          if (people.containsKey(name)) {
            reading
                .problems()
                .error(
                    reading.placeOf(GROUPS, name),
                    "duplicate-name",
                    "a person has this name, too ('" + name + "')",
                    "give the group another name");
          }
          for (Ref member : members) {
            if (reading.names(PEOPLE).lack(member.name())) {
              reading
                  .problems()
                  .error(
                      member.place(),
                      "unknown-person",
                      "'people' knows nobody ('" + member.name() + "')",
                      reading.names(PEOPLE).hint(member.name()));
            }
          }
        });
    return groups;
  }

  private static Person person(String key, Values values) {
    String name = values.find(NAME);
    return new Person(
        key,
        name == null ? key : name,
        values.find(EMAIL),
        values.find(SLACK),
        values.get(HOURS),
        values.find(LANGUAGE));
  }

  /**
   * What routes may name; a person or channel that is there but wrong is among the names only, and
   * nothing follows from it.
   */
  private record Known(
      Map<String, Person> people,
      Map<String, List<Ref>> groups,
      Map<String, Channel> channels,
      Names peopleNames,
      Names channelNames,
      Problems problems) {}

  private static Route route(Values values, Known known) {
    List<String> by = channels(values.get(BY), known);
    List<String> to = people(values.get(TO), by, known);
    Values escalate = values.find(ESCALATE);
    if (escalate == null) {
      return new Route(to, by, null);
    }
    List<Ref> otherBy = escalate.find(OTHER_BY);
    List<String> nextBy = otherBy == null ? by : channels(otherBy, known);
    List<String> nextTo = people(escalate.get(TO), nextBy, known);
    return new Route(to, by, new Route.Escalation(escalate.get(AFTER), nextTo, nextBy));
  }

  private static List<String> people(List<Ref> refs, List<String> by, Known known) {
    names(refs, "unknown-person", "'people' knows nobody", known.peopleNames(), known);
    List<Ref> all = new ArrayList<>();
    for (Ref ref : refs) {
      List<Ref> group = known.groups().get(ref.name());
      if (group == null) {
        all.add(ref);
      } else {
        group.forEach(member -> all.add(new Ref(member.name(), ref.place())));
      }
    }
    checkReach(all, by, known);
    return all.stream().map(Ref::name).distinct().toList();
  }

  private static List<String> channels(List<Ref> refs, Known known) {
    return names(
        refs, "unknown-channel", "'channels' has no such channel", known.channelNames(), known);
  }

  private static List<String> names(
      List<Ref> refs, String code, String what, Names names, Known known) {
    for (Ref ref : refs) {
      if (names.lack(ref.name())) {
        known
            .problems()
            .error(ref.place(), code, what + " ('" + ref.name() + "')", names.hint(ref.name()));
      }
    }
    return refs.stream().map(Ref::name).distinct().toList();
  }

  private static void checkReach(List<Ref> to, List<String> by, Known known) {
    for (Ref ref : to) {
      Person person = known.people().get(ref.name());
      boolean reached =
          person == null
              || by.isEmpty()
              || by.stream()
                  .map(known.channels()::get)
                  .anyMatch(channel -> channel == null || channel.reaches(person));
      if (!reached) {
        known
            .problems()
            .error(
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

  private static void checkFallbacks(ManualReading reading, Map<String, Channel> channels) {
    channels.forEach(
        (name, channel) -> {
          String fallback = channel.fallback();
          if (fallback != null
              && (fallback.equals(name) || reading.names(CHANNELS).lack(fallback))) {
            reading
                .problems()
                .error(
                    reading.placeOf(CHANNELS, name),
                    "unknown-channel",
                    "the fallback of '" + name + "' is no other channel ('" + fallback + "')",
                    Nearest.hint(
                        fallback,
                        channels.keySet().stream().filter(key -> !key.equals(name)).toList()));
          }
        });
  }

  /** A name that stands for something else in the manual, and where it stands. */
  record Ref(String name, Place place) {}

  private static Shape<Ref> ref(String title) {
    Shape<String> text = Shapes.text();
    return new Shape<>() {
      @Override
      public @Nullable Ref read(Node node, Problems problems) {
        String name = text.read(node, problems);
        return name == null ? null : new Ref(name, node.place());
      }

      @Override
      public Map<String, Object> schema() {
        return text.schema();
      }

      @Override
      public String title() {
        return title;
      }
    };
  }
}
