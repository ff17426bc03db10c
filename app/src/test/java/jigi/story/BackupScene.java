package jigi.story;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import jigi.operate.notify.mailbox.MailSink;
import jigi.testing.Component;
import jigi.testing.JigiCommand;
import jigi.testing.RunningJigi;
import jigi.testing.ShopScene;
import jigi.testing.Until;

/**
 * The backup plans and rules of a manual as it ships, with other addresses, in a packaged Jigi on a
 * rehearsal's clock.
 */
final class BackupScene implements AutoCloseable {
  static final ZoneId ZONE = ZoneId.of("Asia/Seoul");

  final Path folder;
  final MailSink mail = MailSink.open(0, InstantSource.system());
  private final String system;
  private final RunningJigi jigi;

  /**
   * @param connections of the manual, as YAML
   * @param words replaced in what ships
   */
  BackupScene(Path folder, String system, String connections, Map<String, String> words)
      throws IOException {
    this.folder = folder;
    this.system = system;
    Path shipped = Component.root().resolve("manuals").resolve(system);
    Path manual = Files.createDirectories(folder.resolve(system));
    String yaml = Files.readString(shipped.resolve("jigi.yaml"));
    String text =
        String.join(
            "\n",
            "system: " + system,
            "zone: Asia/Seoul",
            "connections:",
            connections.strip().indent(2).stripTrailing(),
            section(yaml, "stores"),
            section(yaml, "plans"),
            "people: {ops: {email: ops@example.com}}",
            "channels: {mail: {smtp: 127.0.0.1:" + mail.port() + ", from: jigi@example.com}}",
            "routes:",
            "  critical: {to: [ops], by: [mail]}",
            "  warning: {to: [ops], by: [mail]}",
            "");
    for (Map.Entry<String, String> word : words.entrySet()) {
      assertThat(text).contains(word.getKey());
      text = text.replace(word.getKey(), word.getValue());
    }
    Files.writeString(manual.resolve("jigi.yaml"), text);
    Files.createDirectories(manual.resolve("rules"));
    Files.copy(shipped.resolve("rules/backup.yaml"), manual.resolve("rules/backup.yaml"));
    Path runbook = shipped.resolve("runbooks/backup-full.md");
    if (Files.exists(runbook)) {
      Files.createDirectories(manual.resolve("runbooks"));
      Files.copy(runbook, manual.resolve("runbooks/backup-full.md"));
    }
    secret("backup", "correct horse battery staple");
    jigi =
        RunningJigi.start(
            new RunningJigi.Setup(
                ShopScene.freePort(),
                folder.resolve("data"),
                folder,
                List.of(manual.toString(), "--rehearsal"),
                Map.of()));
  }

  /** A file of the manual's folder {@code keys}. */
  void secret(String name, String value) throws IOException {
    Path keys = Files.createDirectories(folder.resolve(system).resolve("keys"));
    Path file = Files.writeString(keys.resolve(name), value);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
  }

  /** A top-level key of a manual with everything below it. */
  static String section(String yaml, String key) {
    List<String> lines = new ArrayList<>();
    boolean inside = false;
    for (String line : yaml.lines().toList()) {
      boolean top = !line.isBlank() && !line.startsWith(" ");
      inside = top ? line.equals(key + ":") : inside;
      if (inside) {
        lines.add(line);
      }
    }
    assertThat(lines).as(key).isNotEmpty();
    return String.join("\n", lines);
  }

  Instant now() {
    return Instant.parse(jigi.get("/api/v1/clock").path("now").asText());
  }

  /** The next time that the clock of the system shows this. */
  ZonedDateTime next(Predicate<ZonedDateTime> wanted, int hour, int minute) {
    ZonedDateTime now = now().atZone(ZONE);
    ZonedDateTime at = now.withHour(hour).withMinute(minute).withSecond(0).withNano(0);
    while (!at.isAfter(now.plusMinutes(1)) || !wanted.test(at)) {
      at = at.plusDays(1);
    }
    return at;
  }

  /** The machine sleeps until shortly before; what falls due at that minute happens in time. */
  void goTo(ZonedDateTime at) {
    Duration left = Duration.between(now(), at.toInstant());
    if (left.compareTo(Duration.ofMinutes(1)) > 0) {
      sleep(left.minus(Duration.ofSeconds(30)));
      settle();
    }
    advance(Duration.between(now(), at.toInstant().plusSeconds(30)));
    settle();
  }

  void sleep(Duration by) {
    jigi.post("/api/v1/clock/advance", Map.of("by", by.toSeconds() + "s", "asleep", true));
  }

  void advance(Duration by) {
    jigi.post("/api/v1/clock/advance", Map.of("by", Math.max(1, by.toSeconds()) + "s"));
  }

  /** Waits until no run is under way. */
  void settle() {
    Until.so(
        "at rest",
        () -> runs().stream().allMatch(BackupScene::ended),
        () -> runs() + "\n" + jigi.log());
  }

  List<JsonNode> runs() {
    return list(jigi.get("/api/v1/runs?limit=100").path("runs"));
  }

  private static boolean ended(JsonNode run) {
    return List.of("succeeded", "failed", "cancelled", "unverified")
        .contains(run.path("state").asText());
  }

  JsonNode plan(String name) {
    return jigi.get("/api/v1/plans/" + system + "/" + name);
  }

  /** Of a plan, newest first. */
  List<JsonNode> backups(String plan) {
    return list(plan(plan).path("backups"));
  }

  /** Of a plan, newest first. */
  List<JsonNode> proofs(String plan) {
    return list(plan(plan).path("proofs"));
  }

  String status(String plan) {
    return plan(plan).path("row").path("status").asText();
  }

  static List<JsonNode> list(JsonNode array) {
    return StreamSupport.stream(array.spliterator(), false).toList();
  }

  /** What a query says now; empty for no series. */
  List<Double> values(String query) {
    String encoded = java.net.URLEncoder.encode(query, java.nio.charset.StandardCharsets.UTF_8);
    return list(jigi.get("/api/v1/query?query=" + encoded).path("data").path("result")).stream()
        .map(series -> series.path("value").path(1).asDouble())
        .toList();
  }

  /** Lets a rule's time pass until a mail with this subject came in. */
  void awaitMail(String subject) {
    Until.so(
        "mail " + subject,
        () -> {
          if (mail.mails().stream().anyMatch(one -> one.subject().contains(subject))) {
            return true;
          }
          advance(Duration.ofSeconds(15));
          return false;
        },
        () -> mail.mails() + "\n" + jigi.log());
  }

  JigiCommand.Ran command(String... words) {
    return new JigiCommand(
            Map.of(
                "JIGI_SERVER", jigi.uri("").toString(),
                "JIGI_DATA", folder.resolve("data").toString(),
                "LANG", "ko_KR.UTF-8"))
        .run(words);
  }

  /** The page, in the language of the house. */
  String page(String path) {
    return jigi.page(path);
  }

  /** Names of the files of a folder of the scene, manifests apart, sorted. */
  List<String> files(String below) throws IOException {
    Path top = folder.resolve(below);
    if (!Files.exists(top)) {
      return List.of();
    }
    try (Stream<Path> all = Files.walk(top)) {
      return all.filter(Files::isRegularFile)
          .map(file -> top.relativize(file).toString())
          .filter(name -> !name.endsWith(".manifest"))
          .sorted()
          .toList();
    }
  }

  /** Neither a server nor a folder of a drill is left. */
  void requireNoScratch() throws IOException {
    assertThat(files("data/scratch")).isEmpty();
    List<String> drills =
        proofs().stream().map(proof -> proof.path("run").asText()).distinct().toList();
    for (String drill : drills) {
      assertThat(Path.of("/var/tmp", "jigi-scratch-" + drill)).doesNotExist();
      assertThat(
              ProcessHandle.allProcesses()
                  .filter(each -> each.info().commandLine().orElse("").contains(drill)))
          .isEmpty();
    }
  }

  private List<JsonNode> proofs() {
    return list(jigi.get("/api/v1/plans").path("plans")).stream()
        .filter(row -> row.path("system").asText().equals(system))
        .flatMap(row -> proofs(row.path("name").asText()).stream())
        .toList();
  }

  String log() {
    return jigi.log();
  }

  @Override
  public void close() {
    jigi.close();
    mail.close();
  }
}
