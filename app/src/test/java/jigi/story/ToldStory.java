package jigi.story;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import jigi.testing.Until;
import org.jspecify.annotations.Nullable;

/** Which alerts fire in a story, since when, and who is told of them by what. */
abstract class ToldStory extends ManualsStory {
  /** Lets time pass in steps until it is so, while the samples are given. */
  static void pass(Given given, String step, String what, BooleanSupplier so) {
    Until.so(
        what,
        () -> {
          if (so.getAsBoolean()) {
            return true;
          }
          given.send();
          jump(step);
          return false;
        },
        () -> jigi.get("/api/v1/alerts/list") + "\n" + jigi.log());
  }

  /** Waits without moving the clock, as for a server that answers. */
  static void await(String what, BooleanSupplier so) {
    Until.so(what, so, () -> mails(20) + "\n" + jigi.log());
  }

  private static void jump(String by) {
    jigi.post("/api/v1/clock/advance", Map.of("by", by, "asleep", true));
  }

  /** The rule's alert of a state about what was given, not measured; null for none. */
  static @Nullable JsonNode alert(String system, String rule, String state) {
    return alerts(system, state)
        .filter(row -> row.path("rule").asText().equals(rule))
        .filter(ToldStory::isGiven)
        .findFirst()
        .orElse(null);
  }

  /** Sums over many series say nothing of probes; backups have none. */
  private static boolean isGiven(JsonNode alert) {
    JsonNode labels = alert.path("labels");
    return labels.has("probe")
        ? labels.path("probe").asText().equals(Given.PROBE)
        : !labels.has("plan");
  }

  /** The id of the rule's alert that fires, of what was measured; waits for it. */
  static String fires(String system, String rule) {
    Supplier<Stream<JsonNode>> firing =
        () ->
            alerts(system, "firing")
                .filter(row -> row.path("rule").asText().equals(rule))
                .filter(row -> row.path("labels").has("probe") && !isGiven(row));
    pass(rule + " fires", () -> firing.get().findAny().isPresent());
    return firing.get().findFirst().orElseThrow().path("id").asText();
  }

  private static Stream<JsonNode> alerts(String system, String state) {
    return StreamSupport.stream(jigi.get("/api/v1/alerts/list").path("alerts").spliterator(), false)
        .filter(row -> row.path("system").asText().equals(system))
        .filter(row -> row.path("state").asText().equals(state));
  }

  /** The id of the rule's alert that fires; waits for it while the samples are given. */
  static String fires(Given given, String step, String system, String rule) {
    pass(given, step, rule + " fires", () -> alert(system, rule, "firing") != null);
    String fired = Objects.requireNonNull(alert(system, rule, "firing")).path("id").asText();
    given.fired(fired);
    return fired;
  }

  static JsonNode detail(String alert) {
    return jigi.get("/api/v1/alerts/" + alert);
  }

  /** How long its condition held before it fired. */
  static Duration held(String alert) {
    JsonNode fired = fired(alert);
    return Duration.between(since(fired), Instant.parse(fired.path("at").asText()));
  }

  /** The event of its firing. */
  private static JsonNode fired(String alert) {
    return StreamSupport.stream(detail(alert).path("history").spliterator(), false)
        .filter(event -> event.path("kind").asText().equals("alert.firing"))
        .findFirst()
        .orElseThrow(() -> new AssertionError("" + detail(alert)));
  }

  /** The first evaluation at which its condition held. */
  private static Instant since(JsonNode fired) {
    return Instant.parse(fired.path("args").path("since").asText());
  }

  /** By what and to whom it was told that it fires, or is over: {@code sms 온콜 엔지니어}. */
  static List<String> sent(String alert, String kind) {
    return messages(alert, kind)
        .map(sent -> (sent.path("channel").asText() + " " + sent.path("person").asText()).strip())
        .sorted()
        .toList();
  }

  /** How long after its condition began somebody was first told so. */
  static Duration toldAfter(String alert, String kind) {
    return messages(alert, kind)
        .map(sent -> Instant.parse(sent.path("at").asText()))
        .min(Instant::compareTo)
        .map(first -> Duration.between(since(fired(alert)), first))
        .orElseThrow(() -> new AssertionError("nobody was told: " + detail(alert)));
  }

  static Duration toldAfter(String alert) {
    return toldAfter(alert, "firing");
  }

  static boolean isOver(String alert) {
    return detail(alert).path("row").path("state").asText().equals("resolved");
  }

  private static Stream<JsonNode> messages(String alert, String kind) {
    return StreamSupport.stream(detail(alert).path("telling").path("sent").spliterator(), false)
        .filter(sent -> sent.path("kind").asText().equals(kind));
  }

  /** Whether every message about it was accepted by whoever takes it. */
  static boolean accepted(String alert) {
    return StreamSupport.stream(detail(alert).path("telling").path("sent").spliterator(), false)
        .allMatch(sent -> sent.path("state").asText().equals("accepted"));
  }

  /** What came by mail or was posted to a chat, newest first: receivers, subject and text. */
  static List<String> mails(int limit) {
    return StreamSupport.stream(jigi.get("/api/v1/mails").path("mails").spliterator(), false)
        .limit(limit)
        .map(
            mail ->
                mail.path("to").asText()
                    + "\n"
                    + mail.path("subject").asText()
                    + "\n"
                    + mail.path("text").asText())
        .toList();
  }

  /** Whether somebody, or a chat, got a message with all these words. */
  static boolean got(String receiver, String... words) {
    return mails(Integer.MAX_VALUE).stream()
        .filter(mail -> mail.lines().findFirst().orElse("").contains(receiver))
        .anyMatch(mail -> List.of(words).stream().allMatch(mail::contains));
  }

  /** Waits until what was given has ended, so that what follows finds nothing of it open. */
  static void end(Given given, String system) {
    pass(
        given, "1m", "all of it is over", () -> given.fired().stream().allMatch(ToldStory::isOver));
    closeIncidents(system);
  }

  /** Those whose alerts are over. */
  static void closeIncidents(String system) {
    StreamSupport.stream(jigi.get("/api/v1/incidents").path("incidents").spliterator(), false)
        .filter(row -> row.path("system").asText().equals(system))
        .map(row -> row.path("id").asText())
        .forEach(id -> command("incidents", "close", id, "told", "--force"));
  }
}
