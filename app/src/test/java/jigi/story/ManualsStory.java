package jigi.story;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.stream.StreamSupport;
import jigi.base.kernel.Hash;
import jigi.testing.Component;
import jigi.testing.JigiCommand;
import jigi.testing.RunningJigi;
import jigi.testing.ShopScene;
import jigi.testing.Until;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;

/**
 * The shipped manuals side by side in one Jigi, on a rehearsal's clock, as a user starts them. A
 * class below it tells of them.
 */
@SuppressWarnings("NullAway.Init") // start() is called before all tests of a class
abstract class ManualsStory {
  private static final List<String> SERVICES =
      List.of(
          "serverpod",
          "gear-tracker",
          "insights",
          "web",
          "postgres",
          "redis",
          "engine",
          "gear-certificate",
          "timbel-engine",
          "web-engine",
          "timbel-postgres",
          "timbel-redis",
          "timbel-backend-1",
          "timbel-backend-2",
          "timbel-backend-3",
          "timbel-backend-4",
          "timbel-frontend",
          "timbel-nginx",
          "timbel-chat",
          "web-backend-blue",
          "web-backend-green",
          "web-nginx",
          "web-mysql",
          "web-grafana",
          "web-prometheus",
          "web-alertmanager",
          "web-loki",
          "web-certificate",
          "web-chat",
          "ocr-chat",
          "agent-service",
          "ocr-app-1",
          "ocr-app-2",
          "ocr-balancer",
          "ocr-daemon",
          "ocr-engine-blue",
          "ocr-engine-green",
          "ocr-database");

  static Path folder;
  static Path state;
  static RunningJigi jigi;
  private static final List<FileChannel> TURNS = new ArrayList<>();

  /** What the class below begins with. */
  static void start(String... names) throws IOException {
    takeTurns(names);
    folder = Files.createTempDirectory(Path.of("/var/tmp"), "jigi-manuals");
    Path data = folder.resolve("data");
    state =
        Path.of(
            System.getProperty("java.io.tmpdir"),
            "jigi-stand-ins-" + Hash.of(data.toString()).substring(0, 8));
    Path manuals = Component.root().resolve("manuals");
    List<String> arguments = new ArrayList<>();
    for (String name : names) {
      arguments.add(manuals.resolve(name).toString());
    }
    arguments.addAll(List.of("--stand-ins", "--rehearsal"));
    jigi =
        RunningJigi.launch(
            new RunningJigi.Setup(
                ShopScene.freePort(),
                data,
                folder,
                arguments,
                Map.of("JIGI_MAILBOX_PORT", String.valueOf(ShopScene.freePort()))));
    // Dozens of real servers and stand-ins start before it.
    jigi.awaitReady();
    if (List.of(names).contains("timbel")) {
      silenceThisMachine();
    }
  }

  /**
   * A machine that is busy with other tests would get one backend more in the middle of a story.
   */
  private static void silenceThisMachine() {
    jigi.post(
        "/api/v1/silences",
        Map.of(
            "system", "timbel",
            "matchers", "alertname=\"HighCpu\", probe=\"host\"",
            "for", "365d",
            "reason", "the machine of the tests"));
  }

  /**
   * The stand-ins of a manual have fixed ports: one class at a time has them. All take them in the
   * same order, so that none waits for another that waits for it.
   */
  private static void takeTurns(String... manuals) throws IOException {
    for (String manual : new TreeSet<>(List.of(manuals))) {
      String file = "jigi-manuals-story-" + Path.of(manual).getFileName();
      FileChannel turn =
          FileChannel.open(
              Path.of(System.getProperty("java.io.tmpdir"), file),
              StandardOpenOption.CREATE,
              StandardOpenOption.WRITE);
      TURNS.add(turn);
      turn.lock();
    }
  }

  @AfterAll
  static void stop() throws Exception {
    if (jigi != null) {
      jigi.close();
    }
    for (String service : SERVICES) {
      service("stop", service);
    }
    for (FileChannel turn : TURNS) {
      turn.close();
    }
    TURNS.clear();
  }

  static void service(String... words) throws Exception {
    List<String> command = new ArrayList<>(List.of(state.resolve("service").toString()));
    command.addAll(List.of(words));
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("service.log").toFile())
            .start();
    assertThat(process.waitFor(Until.PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
  }

  static JsonNode component(String system, String name) {
    return jigi.get("/api/v1/components/" + system + "/" + name);
  }

  static void awaitStatus(String system, String name, String status) {
    Until.so(
        system + "/" + name + " " + status,
        () -> {
          if (component(system, name).path("row").path("status").asText().equals(status)) {
            return true;
          }
          advance("1s"); // what is looked at every 15 s is looked at sooner
          return false;
        },
        () -> component(system, name) + "\n" + jigi.log());
  }

  /** Of the probe that is not well; of any but the container's when all are. */
  static String evidence(String system, String name) {
    List<JsonNode> probes =
        StreamSupport.stream(component(system, name).path("probes").spliterator(), false).toList();
    return probes.stream()
        .filter(probe -> !probe.path("status").asText().equals("ok"))
        .findFirst()
        .or(() -> probes.stream().filter(probe -> !isContainer(probe)).findFirst())
        .orElse(probes.getFirst())
        .path("evidence")
        .asText();
  }

  static boolean isContainer(JsonNode probe) {
    return probe.path("name").asText().equals("container");
  }

  static void advance(String by) {
    jigi.post("/api/v1/clock/advance", Map.of("by", by));
  }

  /** A missing node until there is one. */
  static JsonNode run(String name) {
    return StreamSupport.stream(
            jigi.get("/api/v1/runs?limit=100").path("runs").spliterator(), false)
        .filter(row -> row.path("name").asText().equals(name))
        .findFirst()
        .orElse(MissingNode.getInstance());
  }

  /** Lets time pass until it is so: what waits for minutes needs none. */
  static void pass(String what, BooleanSupplier so) {
    Until.so(
        what,
        () -> {
          if (so.getAsBoolean()) {
            return true;
          }
          advance("5s");
          return false;
        },
        () -> jigi.get("/api/v1/runs?limit=5") + "\n" + jigi.log());
  }

  static boolean ended(JsonNode run) {
    return List.of("succeeded", "failed", "cancelled", "unverified")
        .contains(run.path("state").asText());
  }

  static List<String> states(JsonNode run) {
    return StreamSupport.stream(steps(run).spliterator(), false)
        .map(step -> step.path("state").asText())
        .toList();
  }

  static JsonNode steps(JsonNode run) {
    return jigi.get("/api/v1/runs/" + run.path("id").asText()).path("steps");
  }

  /** What all steps of a run wrote. */
  static String outputs(JsonNode run) {
    StringBuilder all = new StringBuilder();
    for (JsonNode step : steps(run)) {
      for (JsonNode attempt : step.path("attempts")) {
        all.append(
            jigi.get(
                    "/api/v1/runs/"
                        + run.path("id").asText()
                        + "/log?attempt="
                        + attempt.path("id").asText())
                .path("text")
                .asText());
      }
    }
    return all.toString();
  }

  static boolean firing(String alert) {
    return StreamSupport.stream(jigi.get("/api/v1/alerts/list").path("alerts").spliterator(), false)
        .anyMatch(
            row ->
                row.path("rule").asText().equals(alert)
                    && row.path("state").asText().equals("firing"));
  }

  static JigiCommand.Ran command(String... words) {
    return new JigiCommand(
            Map.of(
                "JIGI_SERVER", jigi.uri("").toString(),
                "JIGI_DATA", folder.resolve("data").toString(),
                "LANG", "ko_KR.UTF-8"))
        .run(words);
  }

  /** What a person has seen, of a level that calls nobody. */
  static String reported(String system, String title) {
    return command("incidents", "report", system, title, "--level", "P4").out().strip();
  }

  /**
   * A quick action of an incident: offered on its page, asked about on its own, run, and written
   * down with its end.
   *
   * @param waiting awaits a condition, with or without moving the clock
   */
  static void acts(
      String incident,
      String runbook,
      Map<String, String> parameters,
      BiConsumer<String, BooleanSupplier> waiting) {
    String path = "/runbooks/" + runbook;
    assertThat(jigi.page("/incidents/" + incident))
        .contains("href=\"" + path + "?incident=" + incident + "\"");
    assertThat(jigi.page(path + "?incident=" + incident))
        .contains("action=\"" + path + "/run\"")
        .contains("name=\"incident\" value=\"" + incident + "\"");
    Map<String, ?> ask = Map.of("incident", incident, "parameters", parameters);
    String id = jigi.post("/api/v1" + path + "/run", ask).path("id").asText();
    waiting.accept(runbook + " ended", () -> ended(jigi.get("/api/v1/runs/" + id).path("row")));
    JsonNode run = jigi.get("/api/v1/runs/" + id);
    assertThat(run.at("/row/state").asText()).as("" + run).isEqualTo("succeeded");
    Supplier<List<String>> told =
        () ->
            StreamSupport.stream(
                    jigi.get("/api/v1/incidents/" + incident).path("timeline").spliterator(), false)
                .filter(event -> event.path("run").asText().equals(id))
                .map(event -> event.path("kind").asText())
                .toList();
    Until.so(
        "its end is written down",
        () -> told.get().contains("run.finished"),
        () -> told.get().toString());
    assertThat(told.get()).contains("run.queued");
    assertThat(jigi.page("/incidents/" + incident)).contains("href=\"/runs/" + id);
  }

  /** Waits without moving the clock: what starts does so in its own time. */
  static void standing(String what, BooleanSupplier so) {
    Until.so(what, so, () -> jigi.get("/api/v1/runs?limit=5") + "\n" + jigi.log());
  }

  static int deliveries(String system) {
    return jigi.get("/api/v1/runs?deliveries=1&limit=500&system=" + system).path("runs").size();
  }

  /** By what and to whom it was sent because of an incident. */
  static List<String> told(String incident) {
    return StreamSupport.stream(
            jigi.get("/api/v1/incidents/" + incident).path("timeline").spliterator(), false)
        .filter(event -> event.path("kind").asText().equals("delivery.accepted"))
        .map(event -> event.path("args"))
        .map(args -> args.path("channel").asText() + " " + args.path("person").asText())
        .toList();
  }

  static boolean is(String system, String condition, String status) {
    return StreamSupport.stream(
            jigi.get("/api/v1/conditions?system=" + system).path("conditions").spliterator(), false)
        .anyMatch(
            row ->
                row.path("name").asText().equals(condition)
                    && row.path("status").asText().equals(status));
  }

  /** The first value of what is asked; null when there is none. */
  static @Nullable Double value(String query) {
    JsonNode result =
        jigi.get("/api/v1/query?query=" + URLEncoder.encode(query, StandardCharsets.UTF_8))
            .path("data")
            .path("result");
    return result.isEmpty() ? null : result.get(0).path("value").path(1).asDouble();
  }

  static double measured(String query) {
    pass(query, () -> value(query) != null && !Objects.requireNonNull(value(query)).isNaN());
    return Objects.requireNonNull(value(query));
  }
}
