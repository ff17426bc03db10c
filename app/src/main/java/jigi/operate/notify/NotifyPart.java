package jigi.operate.notify;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import jigi.base.config.Field;
import jigi.base.config.KindShape;
import jigi.base.config.ManualPart;
import jigi.base.config.ManualReading;
import jigi.base.config.Names;
import jigi.base.config.ObjectShape;
import jigi.base.config.Shape;
import jigi.base.config.Shapes;
import jigi.base.config.Values;
import jigi.base.kernel.Language;
import jigi.base.kernel.Nearest;
import jigi.base.schedule.Holidays;
import jigi.detect.rule.Severity;
import jigi.operate.notify.alertmanager.AlertmanagerChannel;
import jigi.operate.notify.alertmanager.AlertmanagerFile;
import jigi.operate.notify.discord.DiscordChannel;
import jigi.operate.notify.oncall.OnCallSchedule;
import jigi.operate.notify.pagerduty.PagerDutyChannel;
import jigi.operate.notify.routing.Rate;
import jigi.operate.notify.routing.Window;
import jigi.operate.notify.slack.SlackChannel;
import jigi.operate.notify.slackapp.SlackAppChannel;
import jigi.operate.notify.sms.SmsChannel;
import jigi.operate.notify.smtp.SmtpChannel;
import jigi.operate.notify.sns.SnsChannel;
import jigi.operate.notify.teams.TeamsChannel;
import jigi.operate.notify.telegram.TelegramChannel;
import jigi.operate.notify.twilio.TwilioChannel;
import jigi.operate.notify.webhook.WebhookChannel;

/** Reads {@code people, groups, channels, routes, maintenance} and alertmanager.yml. */
public final class NotifyPart implements ManualPart<NotifySettings> {
  /** The kinds of channels; a new one is one line here. */
  private static final Map<String, ObjectShape<Channel>> KINDS =
      Map.ofEntries(
          Map.entry("alertmanager", AlertmanagerChannel.shape()),
          Map.entry("discord", DiscordChannel.shape()),
          Map.entry("pagerduty", PagerDutyChannel.shape()),
          Map.entry("slack", SlackChannel.shape()),
          Map.entry("slack-app", SlackAppChannel.shape()),
          Map.entry("sms", SmsChannel.shape()),
          Map.entry("smtp", SmtpChannel.shape()),
          Map.entry("sns", SnsChannel.shape()),
          Map.entry("teams", TeamsChannel.shape()),
          Map.entry("telegram", TelegramChannel.shape()),
          Map.entry("twilio", TwilioChannel.shape()),
          Map.entry("webhook", WebhookChannel.shape()));

  private static final Field<String> NAME =
      Field.optional("name", Shapes.text(), "What others call them.");
  private static final Field<String> EMAIL =
      Field.optional("email", SmtpChannel.address(), "Their address.");
  private static final Field<String> PHONE =
      Field.optional("phone", Phone.shape(), "Their telephone, as +82-10-1234-5678.");
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
                  "a person",
                  List.of(NAME, EMAIL, PHONE, SLACK, HOURS, LANGUAGE),
                  values -> values)),
          "Who is told.");
  private static final Field<Map<String, List<Ref>>> GROUPS =
      Field.optional(
          "groups",
          Shapes.mapOf(Shapes.listOf(Ref.recipient("the name of a person"))),
          "People under one name, for routes and notify steps.");
  private static final Field<Map<String, Values>> ON_CALL =
      Field.optional(
          "on-call",
          Shapes.mapOf(OnCallReader.SHAPE),
          "Who is on call when, for routes, groups and notify steps to name.");
  private static final Field<Rate> LIMIT =
      Field.optional(
          "limit",
          Rate.shape(),
          "How many messages it takes within a time, for example 20 in 10m; what is more is told in"
              + " one. Escalations and questions are not held back.");
  private static final Field<Map<String, Channel>> CHANNELS =
      Field.optional(
          "channels", Shapes.mapOf(new KindShape<Channel>("a channel", limited())), "By what.");

  private static Map<String, Shape<Channel>> limited() {
    Map<String, Shape<Channel>> all = new LinkedHashMap<>();
    KINDS.forEach(
        (name, kind) ->
            all.put(
                name,
                kind.with(
                    LIMIT,
                    (channel, limit) -> limit == null ? channel : new Limited(channel, limit))));
    return all;
  }

  private static final Field<Map<String, Values>> ROUTES =
      Field.optional(
          "routes",
          Shapes.mapOf(RouteReader.SHAPE),
          "Who is told by what: by severity, by the name of a rule that has its own route, or by"
              + " any name with 'match'.");
  private static final Field<Map<String, Window>> MAINTENANCE =
      Field.optional(
          "maintenance",
          Shapes.mapOf(WindowShape.SHAPE),
          "Recurring spans within which nobody is told of alerts.");

  private final Function<ManualReading, Names> alerts;
  private final Function<ManualReading, Holidays> holidays;

  /**
   * @param alerts the alerting rules of the manual that is being read
   * @param holidays of that manual
   */
  public NotifyPart(
      Function<ManualReading, Names> alerts, Function<ManualReading, Holidays> holidays) {
    this.alerts = alerts;
    this.holidays = holidays;
  }

  @Override
  public List<Field<?>> fields() {
    return List.of(PEOPLE, GROUPS, ON_CALL, CHANNELS, ROUTES, MAINTENANCE);
  }

  @Override
  public NotifySettings read(ManualReading reading) {
    Map<String, Values> entries = reading.find(PEOPLE, Map.of());
    Map<String, Person> people = new LinkedHashMap<>();
    entries.forEach((key, values) -> people.put(key, person(key, values)));
    Map<String, Channel> channels = reading.find(CHANNELS, Map.of());
    checkFallbacks(reading, channels);
    Map<String, List<Ref>> groups = groups(reading, people);
    Map<String, OnCallSchedule> schedules =
        new OnCallReader(reading.names(PEOPLE), reading.names(CHANNELS), reading.problems())
            .read(reading.find(ON_CALL, Map.of()));
    AlertmanagerFile.Imported imported = AlertmanagerFile.of(reading);
    RouteReader reader =
        new RouteReader(
            new RouteReader.Known(
                people, groups, schedules, channels, recipients(reading), reading.names(CHANNELS)),
            reading.problems());
    Names rules = alerts.apply(reading);
    reading
        .find(ROUTES, Map.of())
        .forEach(
            (name, values) -> {
              boolean known =
                  Severity.named(name) != null
                      || RouteReader.hasMatch(values)
                      || !rules.lack(name)
                      || imported != null && imported.receivers().containsKey(name);
              if (known) {
                reader.add(name, values);
              } else {
                reading
                    .problems()
                    .error(
                        reading.placeOf(ROUTES, name),
                        "unknown-severity",
                        "routes are named for severities or rules, and none is called '"
                            + name
                            + "'",
                        rules.and("critical").and("warning").and("info").hint(name));
              }
            });
    Map<String, List<String>> named = new LinkedHashMap<>();
    groups.forEach((name, refs) -> named.put(name, refs.stream().map(Ref::name).toList()));
    Routing routing = reader.routing();
    if (imported != null) {
      Receivers receivers = new Receivers(imported, reader.routes(), reading.problems());
      people.putAll(receivers.people());
      channels = receivers.with(channels);
      routing = receivers.routing();
    }
    return new NotifySettings(
        new NotifySettings.Reach(
            people, named, new NotifySettings.OnCall(schedules, holidays.apply(reading)), channels),
        reader.bySeverity(),
        reader.byRule(),
        routing,
        reading.find(MAINTENANCE, Map.of()),
        reading.source().folder());
  }

  /** Whoever may be told: the names of people, of groups, and {@code on-call:NAME}. */
  public static Names recipients(ManualReading reading) {
    Names all = single(reading);
    for (String group : reading.find(GROUPS, Map.of()).keySet()) {
      all = all.and(group);
    }
    return all;
  }

  /** The names of people and schedules. */
  private static Names single(ManualReading reading) {
    Names all = reading.names(PEOPLE);
    for (String schedule : reading.find(ON_CALL, Map.of()).keySet()) {
      all = all.and(OnCallSchedule.PREFIX + schedule);
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
            single(reading)
                .require(
                    member.name(),
                    member.place(),
                    reading.problems(),
                    "unknown-person",
                    "'people' knows nobody");
          }
        });
    return groups;
  }

  private static Person person(String key, Values values) {
    return new Person(
        key,
        values.find(NAME, key),
        values.find(EMAIL),
        values.find(PHONE),
        values.find(SLACK),
        values.get(HOURS),
        values.find(LANGUAGE));
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
}
