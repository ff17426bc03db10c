package jigi.operate.notify;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import jigi.base.kernel.Durations;
import jigi.base.kernel.Json;
import jigi.base.kernel.Language;
import jigi.base.kernel.Messages;
import jigi.base.kernel.Spans;
import jigi.base.kernel.UserError;
import org.jspecify.annotations.Nullable;

/** Puts a delivery into words, in its recipient's language. */
public final class MessageWriter {
  private static final int SHORT = 140;

  /** Alerts that a message names; beyond that it says how many there are. */
  private static final int NAMED = 10;

  /** The fact that holds files, as a list of JSON objects with name, type and text. */
  static final String ATTACHMENTS = "attachments";

  private static final DateTimeFormatter MOMENT =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss");

  private final Messages messages;
  private final String baseUrl;

  /**
   * @param baseUrl where people reach the pages, without a slash at its end
   */
  public MessageWriter(Messages messages, String baseUrl) {
    this.messages = messages;
    this.baseUrl = baseUrl;
  }

  /**
   * What is known of the subject at the moment of sending.
   *
   * @param incidentName {@code INC-3}
   * @param action what Jigi does by itself
   */
  public record Known(
      String title,
      ZoneId zone,
      @Nullable String incidentId,
      @Nullable String incidentName,
      @Nullable String action) {}

  Message write(
      Delivery delivery, Message.@Nullable Earlier replyTo, Known known, Language language) {
    Map<String, String> facts = delivery.context();
    if (delivery.kind() == Delivery.Kind.ANNOUNCED) {
      return announced(delivery, replyTo);
    }
    String title = title(delivery, known, language);
    List<String> lines = new ArrayList<>();
    add(lines, language, "system", known.title());
    add(lines, language, "severity", severity(facts, language));
    add(lines, language, "alert", rule(facts));
    add(lines, language, "summary", facts.get("summary"));
    add(lines, language, "value", facts.get("value"));
    add(lines, language, "threshold", facts.get("expr"));
    add(lines, language, "since", moment(facts.get("since"), known.zone()));
    add(lines, language, "flaps", flaps(delivery, known, language));
    add(lines, language, "component", labels(facts).get("component"));
    add(lines, language, "host", labels(facts).get("host"));
    add(lines, language, "hides", facts.get("hides"));
    several(facts, language).forEach(lines::add);
    held(delivery, known, language).forEach(lines::add);
    add(lines, language, "run", facts.get("run-title"));
    add(lines, language, "step", facts.get("step"));
    add(lines, language, "question", question(facts, language));
    add(lines, language, "ended", ended(facts, language));
    add(lines, language, "handed-from", facts.get("from-person"));
    add(lines, language, "handed-to", facts.get("to-person"));
    add(lines, language, "next-hand-over", moment(facts.get("next-hand-over"), known.zone()));
    add(lines, language, "task", facts.get("task"));
    add(lines, language, "due", moment(facts.get("due"), known.zone()));
    add(lines, language, "taken", facts.get("taken-by"));
    add(lines, language, "action", known.action());
    add(lines, language, "advice", annotations(facts).get("action"));
    add(lines, language, "runbook", facts.get("runbook"));
    facts.getOrDefault("text", "").lines().map(Message::oneLine).forEach(lines::add);
    add(lines, language, "description", annotations(facts).get("description"));
    String link = link(delivery, known);
    add(lines, language, "link", link);
    Map<String, String> data = new TreeMap<>(facts);
    data.put("kind", delivery.kind().key());
    data.put("system", delivery.system());
    data.put("url", link);
    if (delivery.kind().calls()) {
      data.put(Message.BUTTON, messages.text(language, "notify.acknowledge"));
    }
    data.remove(ATTACHMENTS);
    return new Message(
        delivery.id(), replyTo, title, lines, shortened(title, facts), data, attachments(facts));
  }

  /** For those outside of the house: what was approved, and no fact beside it. */
  private static Message announced(Delivery delivery, Message.@Nullable Earlier replyTo) {
    String title = Message.oneLine(delivery.context().getOrDefault("public-title", ""));
    String text = delivery.context().getOrDefault("text", "");
    return new Message(
        delivery.id(),
        replyTo,
        title,
        text.lines().map(Message::oneLine).toList(),
        shortened(title, Map.of()),
        Map.of("kind", delivery.kind().key()));
  }

  private static List<Message.Attachment> attachments(Map<String, String> facts) {
    List<Message.Attachment> all = new ArrayList<>();
    for (JsonNode one : Json.tree(facts.getOrDefault(ATTACHMENTS, "[]"))) {
      all.add(
          new Message.Attachment(
              one.path("name").asText(), one.path("type").asText(), one.path("text").asText()));
    }
    return all;
  }

  private String title(Delivery delivery, Known known, Language language) {
    Map<String, String> args = new TreeMap<>(delivery.context());
    String name = delivery.context().getOrDefault("alert", "");
    for (String one : List.of("from-person", "to-person")) {
      if (args.getOrDefault(one, "-").isEmpty()) {
        args.put(one, messages.text(language, "notify.nobody"));
      }
    }
    args.put("system", known.title());
    args.put("severity", String.valueOf(severity(delivery.context(), language)));
    args.put("what", summary(delivery.context(), name));
    if (isSeveral(delivery.context())) {
      args.put("what", what(delivery.context(), language));
    }
    if (delivery.kind() == Delivery.Kind.TAKEN) {
      String before = "notify.title." + delivery.context().getOrDefault(Updates.KIND, "firing");
      args.put("what", messages.text(language, before, args));
    }
    return Message.oneLine(messages.text(language, "notify.title." + delivery.kind().key(), args));
  }

  /** What people call the rule, where the manual says it, goes before what it found. */
  private static String summary(Map<String, String> facts, String rule) {
    String title = annotations(facts).get("title");
    String summary = facts.get("summary");
    if (title == null) {
      return summary == null ? rule : summary;
    }
    return summary == null ? title : title + ": " + summary;
  }

  /** {@code 보안 알림 (FailedLogins)}. */
  private static @Nullable String rule(Map<String, String> facts) {
    String title = annotations(facts).get("title");
    String rule = facts.get("alert");
    return title == null ? rule : title + " (" + rule + ")";
  }

  /** How often it came and went; null where it does not. */
  private @Nullable String flaps(Delivery delivery, Known known, Language language) {
    Map<String, String> facts = delivery.context();
    Duration calm = Durations.parse(facts.getOrDefault("flap-calm", ""));
    return calm == null
        ? null
        : messages.text(
            language,
            delivery.kind() == Delivery.Kind.RESOLVED || delivery.kind() == Delivery.Kind.FIRING
                ? "notify.flaps.over"
                : "notify.flaps.on",
            Map.of(
                "times",
                facts.getOrDefault("flap-times", ""),
                "since",
                String.valueOf(moment(facts.get("flap-since"), known.zone())),
                "calm",
                Spans.words(messages, language, calm)));
  }

  /** Why a run does not know how to go on; null where it does. */
  private @Nullable String question(Map<String, String> facts, Language language) {
    String key = "run.ask." + facts.get("why");
    return messages.has(key) ? messages.text(language, key, Map.of()) : null;
  }

  /** Why a run ended badly, or an alert that nobody said was over; null where nothing tells. */
  private @Nullable String ended(Map<String, String> facts, Language language) {
    if ("expired".equals(facts.get("reason"))) {
      return messages.text(language, "notify.expired");
    }
    String key = "run.end." + facts.get("ended");
    return messages.has(key) ? messages.text(language, key, Map.of()) : null;
  }

  private static boolean isSeveral(Map<String, String> facts) {
    return facts.containsKey("alerts");
  }

  /** {@code app: 1000 alerts (WebDown)}. */
  private String what(Map<String, String> facts, Language language) {
    Map<String, String> labels = labels(facts);
    String place = labels.getOrDefault("component", labels.getOrDefault("host", ""));
    boolean firing = "firing".equals(facts.get("state"));
    String counted =
        messages.text(
            language,
            "notify.several",
            Map.of(
                "count",
                facts.getOrDefault(firing ? "count-firing" : "count-ended", ""),
                "alert",
                facts.getOrDefault("alert", "")));
    return place.isEmpty() ? counted : place + ": " + counted;
  }

  private List<String> several(Map<String, String> facts, Language language) {
    String json = facts.get("alerts");
    if (json == null) {
      return List.of();
    }
    List<String> lines = new ArrayList<>();
    for (JsonNode one : Json.tree(json)) {
      if (lines.size() == NAMED) {
        break;
      }
      Map<String, String> labels = map(one.path("labels").asText("{}"));
      String name = labels.getOrDefault("component", labels.getOrDefault("instance", ""));
      String said = one.path("summary").asText(one.path("alert").asText(""));
      String state = messages.text(language, "alert.state." + one.path("state").asText());
      lines.add("- " + state + ": " + Message.oneLine(name.isEmpty() ? said : name + ", " + said));
    }
    int all = number(facts, "count-firing") + number(facts, "count-ended");
    if (all > lines.size()) {
      lines.add(
          messages.text(
              language, "notify.more", Map.of("count", String.valueOf(all - lines.size()))));
    }
    return lines;
  }

  /** The titles of what a digest tells. */
  private List<String> held(Delivery delivery, Known known, Language language) {
    List<Delivery> held = Digests.named(delivery);
    if (held.isEmpty()) {
      return List.of();
    }
    Map<String, String> facts = delivery.context();
    List<String> lines = new ArrayList<>();
    Duration within = Durations.parse(facts.getOrDefault("limit-within", ""));
    String text =
        messages.text(
            language,
            "notify.digest",
            Map.of(
                "channel",
                delivery.channel(),
                "times",
                facts.getOrDefault("limit-times", ""),
                "within",
                Spans.words(messages, language, within == null ? Duration.ZERO : within)));
    lines.add(text);
    held.forEach(one -> lines.add("- " + title(one, known, language)));
    int rest = number(facts, "count") - held.size();
    if (rest > 0) {
      lines.add(messages.text(language, "notify.more", Map.of("count", String.valueOf(rest))));
    }
    return lines;
  }

  private static int number(Map<String, String> facts, String key) {
    return Integer.parseInt(facts.getOrDefault(key, "0"));
  }

  private @Nullable String severity(Map<String, String> facts, Language language) {
    String severity = facts.get("severity");
    return severity == null ? null : messages.text(language, "severity." + severity);
  }

  private String link(Delivery delivery, Known known) {
    if (known.incidentId() != null) {
      return baseUrl + "/incidents/" + known.incidentId();
    }
    return switch (delivery.kind()) {
      case APPROVAL, ASKED, STRANDED, FAILED -> baseUrl + "/runs/" + delivery.subject();
      case NOTICE ->
          baseUrl + delivery.context().getOrDefault("page", "/runs/" + delivery.subject());
      case FIRING, RESOLVED, FLAPPING, ESCALATED ->
          baseUrl
              + (isSeveral(delivery.context())
                  ? "/alerts"
                  : "/alerts/" + delivery.context().getOrDefault("id", ""));
      case BREACHED, CALLED, UNDONE, ANNOUNCED -> baseUrl + "/incidents/" + delivery.subject();
      case CHECKED, OVERDUE -> baseUrl + "/checklists/runs/" + delivery.subject();
      case TAKEN ->
          baseUrl
              + (delivery.context().containsKey("id")
                  ? "/alerts/" + delivery.context().get("id")
                  : "/incidents/" + delivery.subject());
      case HANDOVER -> baseUrl + "/on-call";
      case DIGEST -> baseUrl + "/alerts";
      case TEST -> baseUrl + "/";
    };
  }

  private void add(List<String> lines, Language language, String key, @Nullable String value) {
    if (value != null && !value.isBlank()) {
      lines.add(messages.text(language, "notify.fact." + key) + ": " + Message.oneLine(value));
    }
  }

  private static String shortened(String title, Map<String, String> facts) {
    String value = facts.get("value");
    String whole = value == null ? title : title + " (" + Message.oneLine(value) + ")";
    return whole.length() <= SHORT ? whole : whole.substring(0, SHORT - 1) + "…";
  }

  private static @Nullable String moment(@Nullable String instant, ZoneId zone) {
    return instant == null
        ? null
        : MOMENT.format(Instant.parse(instant).atZone(zone)) + " " + zone.getId();
  }

  private static Map<String, String> labels(Map<String, String> facts) {
    return map(facts.get("labels"));
  }

  private static Map<String, String> annotations(Map<String, String> facts) {
    return map(facts.get("annotations"));
  }

  static Map<String, String> map(@Nullable String json) {
    try {
      return json == null ? new TreeMap<>() : new TreeMap<>(Json.texts(json));
    } catch (UserError e) {
      throw new IllegalStateException("an event of ours holds bad JSON", e);
    }
  }
}
