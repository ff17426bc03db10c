package jigi.story;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import jigi.Shows;
import jigi.operate.notify.mailbox.MailSink;
import jigi.operate.notify.mailbox.ReceivedMail;
import jigi.testing.JigiCommand;
import jigi.testing.Needs;
import jigi.testing.RunningJigi;
import jigi.testing.ShopScene;
import jigi.testing.Until;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * What keeps automatic actions from doing harm, as people see it. Each thing that breaks is a file
 * that a probe looks for.
 */
@Tag("slow")
@Needs("jigi-jar")
@SuppressWarnings("NullAway.Init")
class GuardsStoryTest {
  private static final List<String> THINGS = List.of("web", "job", "held", "quiet", "planned");

  private static final int PORT = ShopScene.freePort();

  private static Path folder;
  private static RunningJigi jigi;
  private static MailSink mails;

  @BeforeAll
  static void start() throws IOException {
    folder = Files.createTempDirectory(Path.of("/var/tmp"), "jigi-guards");
    // The account of the steps leaves its traces here.
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxrwxrwx"));
    mails = MailSink.open(0, java.time.InstantSource.system());
    for (String thing : THINGS) {
      mend(thing);
    }
    mend("other");
    manual("guard", "automatic", THINGS);
    manual("careful", "ask", List.of("other"));
    manual("timid", "suggest", List.of("other"));
    SortedAlerts.write(folder, mails.port());
    jigi =
        RunningJigi.start(
            new RunningJigi.Setup(
                PORT,
                folder.resolve("data"),
                folder,
                Stream.concat(
                        Stream.of("guard", "careful", "timid", SortedAlerts.SYSTEM)
                            .map(name -> folder.resolve(name).toString()),
                        Stream.of("--rehearsal"))
                    .toList(),
                Map.of()));
  }

  @AfterAll
  static void stop() {
    if (jigi != null) {
      jigi.close();
    }
    mails.close();
  }

  private static void manual(String system, String actions, List<String> things)
      throws IOException {
    Path manual = folder.resolve(system);
    Files.createDirectories(manual.resolve("runbooks"));
    Files.createDirectories(manual.resolve("rules"));
    StringBuilder root =
        new StringBuilder("system: " + system + "\nzone: Asia/Seoul\nactions: " + actions);
    root.append("\npeople: {kim: {email: kim@example.com}}\n");
    root.append("channels: {mail: {smtp: '127.0.0.1:" + mails.port() + "'}}\n");
    root.append("routes: {critical: {to: [kim], by: [mail]}}\n");
    root.append("maintenance:\n  work: {schedule: every 1h, for: 1h, reason: work,");
    root.append(" match: component=\"planned\"}\n");
    root.append("connections: {itself: {http: 'http://127.0.0.1:" + PORT + "/api/v1/query',");
    root.append(" token: {stored: " + system + "-token}}}\n");
    root.append("components:\n");
    StringBuilder rules = new StringBuilder("groups:\n  - name: g\n    interval: 5s\n    rules:\n");
    for (String thing : things) {
      root.append("  %s: {probes: [{file: %s, every: 5s}]}\n".formatted(thing, file(thing)));
      rules.append(
          "      - {alert: %s, expr: 'probe_success{component=\"%s\"} == 0', labels: {severity: critical}}\n"
              .formatted(alert(thing), thing));
      Files.writeString(
          manual.resolve("runbooks/" + thing + ".md"),
          """
          ---
          runbook: %1$s
          on-alert: {%2$s: automatic}
          limits: %3$s
          ---
          ```sh run
          %4$s
          ```
          """
              .formatted(
                  thing,
                  alert(thing),
                  thing.equals("job")
                      ? "{per-hour: 100, failures: 2}"
                      : "{per-hour: 2, cool-down: 10m}",
                  thing.equals("job") ? "exit 1" : "echo done"));
    }
    Files.writeString(
        manual.resolve("runbooks/leak.md"),
        "---\nrunbook: leak\n---\n```sh look\necho \"it is $(cat %s)\"\n```\n"
            .formatted(folder.resolve("leaked")));
    Files.writeString(manual.resolve("jigi.yaml"), root);
    Files.writeString(manual.resolve("rules/r.yaml"), rules);
  }

  private static String alert(String thing) {
    return thing.substring(0, 1).toUpperCase(java.util.Locale.ROOT) + thing.substring(1) + "Down";
  }

  private static Path file(String thing) {
    return folder.resolve(thing + ".up");
  }

  private static void mend(String thing) throws IOException {
    Files.writeString(file(thing), "up\n");
  }

  private static void pass(String what, java.util.function.BooleanSupplier so) {
    Until.so(
        what,
        () -> {
          if (so.getAsBoolean()) {
            return true;
          }
          advance("5s");
          return false;
        },
        () -> runs("guard", null) + "\n" + jigi.log());
  }

  private static void advance(String by) {
    jigi.post("/api/v1/clock/advance", Map.of("by", by));
  }

  /** Time that passes with nothing to look at. */
  private static void sleep(String by) {
    jigi.post("/api/v1/clock/advance", Map.of("by", by, "asleep", true));
  }

  /** It breaks once: from OK to an alert of every system that watches it. */
  private static void breakIt(String thing) throws IOException {
    Files.delete(file(thing));
    pass("alert of " + thing, () -> firing("guard", thing));
  }

  private static void mended(String thing) throws IOException {
    mend(thing);
    pass("end of the alert of " + thing, () -> !firing("guard", thing));
  }

  private static JsonNode find(String system, String thing) {
    return StreamSupport.stream(jigi.get("/api/v1/alerts/list").path("alerts").spliterator(), false)
        .filter(row -> row.path("system").asText().equals(system))
        .filter(row -> row.path("rule").asText().equals(alert(thing)))
        .filter(row -> row.path("state").asText().equals("firing"))
        .findFirst()
        .orElse(com.fasterxml.jackson.databind.node.MissingNode.getInstance());
  }

  private static boolean firing(String system, String thing) {
    return !find(system, thing).isMissingNode();
  }

  /** Newest first. */
  private static List<JsonNode> runs(
      String system, @org.jspecify.annotations.Nullable String name) {
    return StreamSupport.stream(
            jigi.get("/api/v1/runs?limit=100&system=" + system).path("runs").spliterator(), false)
        .filter(row -> name == null || row.path("name").asText().equals(name))
        .toList();
  }

  private static String states(String thing) {
    return runs("guard", thing).stream()
        .map(row -> row.path("state").asText() + " " + row.path("reason").asText())
        .collect(Collectors.joining(", "));
  }

  private static JigiCommand commands() {
    return new JigiCommand(
        Map.of(
            "JIGI_SERVER", jigi.uri("").toString(),
            "JIGI_DATA", folder.resolve("data").toString(),
            "LANG", "ko_KR.UTF-8"));
  }

  private static JigiCommand.Ran command(String... words) {
    return commands().run(words);
  }

  @Test
  @Shows("FIX-17")
  void limitsPerHourAndCoolDownMakeTheNextOneAsk() throws Exception {
    breakIt("web");
    pass("the first goes by itself", () -> states("web").startsWith("succeeded"));
    mended("web");
    breakIt("web");
    pass("it has to cool down", () -> states("web").startsWith("waiting held-cool-down"));
    String asking = runs("guard", "web").getFirst().path("id").asText();
    assertThat(jigi.page("/runs/" + asking)).contains("승인");
    assertThat(command("runs", "cancel", asking).exit()).isZero();
    mended("web");
    sleep("20m");
    breakIt("web");
    pass("two an hour are enough", () -> states("web").startsWith("waiting held-per-hour"));
    assertThat(
            command("runs", "approve", runs("guard", "web").getFirst().path("id").asText()).exit())
        .isZero();
    pass("a person may", () -> states("web").startsWith("succeeded"));
    mended("web");
    sleep("2h");
    breakIt("web");
    pass("an hour later it goes again", () -> states("web").startsWith("succeeded"));
    assertThat(runs("guard", "web")).hasSize(4);
    mended("web");
  }

  private static boolean asks(String subject) {
    return subject.contains("승인") || subject.toLowerCase(java.util.Locale.ROOT).contains("approv");
  }

  @Test
  @Shows("FIX-17")
  void whatFailsAgainAndAgainStopsAndCallsSomebody() throws Exception {
    for (int i = 1; i <= 2; i++) {
      breakIt("job");
      String failed = "failed";
      int times = i;
      pass(
          "it fails",
          () -> runs("guard", "job").size() == times && states("job").startsWith(failed));
      mended("job");
    }
    breakIt("job");
    pass("it stops", () -> states("job").startsWith("waiting held-failures"));
    pass(
        "kim is told of what waits",
        () ->
            mails.mails().stream()
                .anyMatch(mail -> mail.subject().contains("job") && asks(mail.subject())));
    mended("job");
  }

  @Test
  @Shows("FIX-17")
  void aSwitchHoldsEverythingBackUntilItIsThrownAgain() throws Exception {
    assertThat(command("automation").out()).contains("없습니다");
    assertThat(command("automation", "hold", "guard").exit()).isZero();
    assertThat(command("automation", "list").out()).contains("guard");
    assertThat(jigi.page("/")).contains("guard의 자동 조치를 멈췄습니다");
    assertThat(jigi.page("/runs")).contains("guard의 자동 조치를 멈췄습니다");
    breakIt("held");
    pass("it asks", () -> states("held").startsWith("waiting held-switch"));
    assertThat(jigi.page("/runs?state=waiting&system=guard")).contains("자동 조치가 멈춰 있어");
    assertThat(command("automation", "allow", "guard").exit()).isZero();
    assertThat(jigi.page("/")).doesNotContain("자동 조치를 멈췄습니다");
    assertThat(
            command("runs", "cancel", runs("guard", "held").getFirst().path("id").asText()).exit())
        .isZero();
    mended("held");
    sleep("20m");
    breakIt("held");
    pass("it goes", () -> states("held").startsWith("succeeded"));
    mended("held");
    assertThat(command("automation", "hold", "nobody").exit()).isEqualTo(1);
    assertThat(jigi.page("/journal")).contains("자동 조치를 다시 허용");
  }

  @Test
  @Shows("FIX-17")
  void whatIsSilencedOrPlannedSetsNothingOff() throws Exception {
    String told =
        command(
                "silences",
                "add",
                "guard",
                "component=\"quiet\"",
                "--for",
                "6h",
                "--reason",
                "new disk")
            .out();
    breakIt("quiet");
    pass("it is shown", () -> alertPage("quiet").contains("알림이 꺼져 있어"));
    breakIt("planned");
    pass("it is shown", () -> alertPage("planned").contains("점검 시간이라"));
    assertThat(runs("guard", "quiet")).isEmpty();
    assertThat(runs("guard", "planned")).isEmpty();
    assertThat(alertPage("quiet")).contains("꺼 둔 알림이라 알리지 않습니다: new disk");
    assertThat(alertPage("planned")).contains("중이라 알리지 않습니다");
    mended("planned");
    mended("quiet");
    assertThat(command("silences", "end", told.strip()).exit()).isZero();
    breakIt("quiet");
    pass("it goes", () -> states("quiet").startsWith("succeeded"));
    mended("quiet");
  }

  @Test
  void whereAnAlertWouldGoIsAskedAndTried() {
    JigiCommand.Ran told =
        command("routes", "test", "guard", "alertname=WebDown", "severity=critical");
    assertThat(told.out()).contains("critical", "kim mail");
    assertThat(told.exit()).isZero();
    assertThat(command("routes", "test", "guard", "severity=info").exit()).isEqualTo(1);
    assertThat(command("routes", "test", "guard", "severity=~.*").exit()).isEqualTo(2);
    assertThat(command("routes").out()).contains("guard", "severity=\"critical\"");
    assertThat(jigi.page("/routes?system=guard&labels=severity%3Dcritical"))
        .contains("이 알림은 어디로 가는가", "kim", "mail");
    assertThat(command("routes", "send", "guard", "mail", "kim").exit()).isZero();
    pass(
        "the test message",
        () -> mails.mails().stream().anyMatch(mail -> mail.subject().contains("알림 채널 점검")));
  }

  @Test
  @Shows("ALERT-11")
  void whatAnAlertmanagerTellsIsAnAlertLikeItsOwn() {
    theirs("firing");
    pass("kim is told", () -> subjects().stream().anyMatch(one -> one.contains("theirs is bad")));
    assertThat(command("alerts").out()).contains("TheirsBad");
    assertThat(jigi.page("/alerts")).contains("TheirsBad");
    pass("it opens an incident", () -> incident().path("state").asText().equals("open"));
    JsonNode incident = incident();
    String alert =
        jigi.get("/api/v1/incidents/" + incident.path("id").asText()).at("/alerts/0/id").asText();
    assertThat(command("alerts", "ack", alert).exit()).isZero();
    pass("it is taken", () -> incident().path("state").asText().equals("acknowledged"));
    theirs("resolved");
    pass("kim is told of its end", () -> subjects().stream().anyMatch(one -> one.contains("복구")));
  }

  @Test
  @Shows("ALERT-03")
  void alertsOfAllSourcesAreToldAndShownByTheirSeverities() throws Exception {
    new SortedAlerts(jigi, commands(), mails)
        .areToldAndShownByTheirSeverities(folder, GuardsStoryTest::pass);
  }

  private static void theirs(String status) {
    Map<String, Object> alert =
        Map.of(
            "status",
            status,
            "labels",
            Map.of("alertname", "TheirsBad", "severity", "critical"),
            "annotations",
            Map.of("summary", "theirs is bad"),
            "startsAt",
            "2026-01-01T00:00:00Z");
    jigi.post(
        "/api/v1/outside/guard/alertmanager", Map.of("version", "4", "alerts", List.of(alert)));
  }

  private static List<String> subjects() {
    return mails.mails().stream()
        .filter(mail -> mail.subject().contains("theirs is bad"))
        .map(ReceivedMail::subject)
        .toList();
  }

  /** That of their alert; a missing node until there is one. */
  private static JsonNode incident() {
    return StreamSupport.stream(
            jigi.get("/api/v1/incidents?all=1").path("incidents").spliterator(), false)
        .filter(row -> row.path("title").asText().contains("theirs is bad"))
        .findFirst()
        .orElse(com.fasterxml.jackson.databind.node.MissingNode.getInstance());
  }

  @Test
  @Shows("INC-36")
  void whatPeopleReportIsCountedByMonth() {
    String id = command("incidents", "report", "timid", "pay fails", "--level", "P4").out().strip();
    assertThat(jigi.page("/incidents/" + id)).contains("pay fails");
    assertThat(command("incidents", "ack", id).exit()).isZero();
    assertThat(command("incidents", "close", id, "paid again").exit()).isZero();
    String months = command("incidents", "months").out();
    assertThat(months).containsPattern("timid +P4 +1 ");
    assertThat(jigi.page("/incidents?all=1")).contains("평균 복구 시간", "대응 시간 지킴", "timid");
  }

  private static String alertPage(String thing) {
    JsonNode row = find("guard", thing);
    return row.isMissingNode() ? "" : jigi.page("/alerts/" + row.path("id").asText());
  }

  @Test
  @Shows("FIX-02")
  void aSystemSaysHowMuchItsAlertsMayDo() throws Exception {
    Files.delete(file("other"));
    pass("both are told", () -> firing("careful", "other") && firing("timid", "other"));
    pass("one asks", () -> !runs("careful", "other").isEmpty());
    assertThat(runs("careful", "other").getFirst().path("state").asText()).isEqualTo("waiting");
    assertThat(runs("timid", "other")).isEmpty();
    assertThat(jigi.page("/alerts/" + find("timid", "other").path("id").asText()))
        .contains("href=\"/runbooks/timid/other");
    assertThat(jigi.page("/runbooks/timid/other")).contains("OtherDown: 제안만");
    assertThat(jigi.page("/runbooks/careful/other")).doesNotContain("OtherDown: 제안만");
    mended("other");
  }

  @Test
  @Shows("ENV-07")
  void aSecretThatJigiKeepsSignsInAndIsSeenByNobody() throws Exception {
    assertThat(command("connection", "test", "timid/itself").out())
        .contains("no secret 'timid-token' is kept: jigi secret set timid-token");
    String value =
        jigi.post("/api/v1/tokens", Map.of("name", "timid", "scope", "query"))
            .path("secret")
            .asText();
    JigiCommand.Ran set = commands().piped(value + "\n", "secret", "set", "timid-token");
    assertThat(set.exit()).as(set.err()).isZero();
    JigiCommand.Ran tested = command("connection", "test", "timid/itself");
    assertThat(tested.exit()).as(tested.out() + tested.err()).isZero();
    assertThat(command("secret").out()).contains("timid-token").doesNotContain(value);
    Path leaked = Files.writeString(folder.resolve("leaked"), value);
    Files.setPosixFilePermissions(leaked, PosixFilePermissions.fromString("rw-r--r--"));
    assertThat(command("runbook", "run", "timid/leak", "--follow").out())
        .contains("it is ***")
        .doesNotContain(value);
    String journal = command("journal").out();
    assertThat(journal).contains("timid-token").doesNotContain(value);
    pass("its use is told", () -> command("journal").out().contains("timid-token 사용됨"));
    assertThat(holding(value)).isEmpty();
    assertThat(command("secret", "rm", "timid-token").exit()).isZero();
    assertThat(command("connection", "test", "timid/itself").out()).contains("jigi secret set");
  }

  /** The files of the data directory, and what Jigi says, in which it stands. */
  private static List<String> holding(String value) throws IOException {
    assertThat(jigi.log()).doesNotContain(value);
    try (Stream<Path> files = Files.walk(folder.resolve("data"))) {
      return files
          .filter(Files::isRegularFile)
          .filter(file -> text(file).contains(value))
          .map(Path::toString)
          .toList();
    }
  }

  private static String text(Path file) {
    try {
      return Files.readString(file, java.nio.charset.StandardCharsets.ISO_8859_1);
    } catch (java.nio.file.NoSuchFileException gone) {
      return ""; // what comes and goes, such as a log that was merged
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
