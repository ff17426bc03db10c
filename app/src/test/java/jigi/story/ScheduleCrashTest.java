package jigi.story;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import jigi.Shows;
import jigi.operate.notify.mailbox.MailSink;
import jigi.testing.Faketime;
import jigi.testing.Needs;
import jigi.testing.RunningJigi;
import jigi.testing.ShopScene;
import jigi.testing.Until;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The process dies while something is due: the occasion is answered once, neither lost nor twice.
 */
@Tag("slow")
@Needs("jigi-jar")
class ScheduleCrashTest {
  static final List<String> POINTS = List.of("schedule.before-firing", "schedule.after-firing");

  static List<String> points() {
    return POINTS;
  }

  @ParameterizedTest
  @MethodSource("points")
  void whatWasDueIsDoneOnce(String point) throws IOException {
    Path folder = Files.createTempDirectory(Path.of("/var/tmp"), "jigi-schedule");
    // The account of the steps leaves its traces here.
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxrwxrwx"));
    Path effects = folder.resolve("effects");
    Path manual = manual(folder, effects);
    try (RunningJigi doomed = start(folder, manual, Map.of("JIGI_CRASH_AT", point))) {
      die(doomed);
      assertThat(doomed.awaitEnd()).as(doomed.log()).isEqualTo(137);
      assertThat(doomed.log()).contains("crash point " + point);
    }
    try (RunningJigi jigi = start(folder, manual, Map.of())) {
      Until.so(
          "the nightly run",
          () -> {
            if (runs(jigi).stream().anyMatch(run -> state(run).equals("succeeded"))) {
              return true;
            }
            jigi.post("/api/v1/clock/advance", Map.of("by", "1h"));
            return false;
          },
          () -> runs(jigi) + "\n" + jigi.log());
      assertThat(runs(jigi)).hasSize(1);
      assertThat(Files.readAllLines(effects)).containsExactly("done");
    }
  }

  /** Nobody was there for two days and two hours: the last occasion is made up for, and said. */
  @Test
  @Shows("CHK-05")
  @Needs("faketime")
  void whatNobodyWasThereForIsMadeUpOnceAndSaid() throws IOException {
    Path folder = Files.createTempDirectory(Path.of("/var/tmp"), "jigi-schedule");
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxrwxrwx"));
    Path effects = folder.resolve("effects");
    Path manual = manual(folder, effects);
    Files.createDirectories(manual.resolve("checklists"));
    Files.writeString(
        manual.resolve("checklists/daily.md"),
        "---\nchecklist: daily\ntitle: Daily look\nschedule: daily 03:00\n---\n- [ ] looked\n");
    Path clock = Files.writeString(folder.resolve("faketime"), "+0");
    Map<String, String> faked = Faketime.environment(clock);
    try (MailSink mails = MailSink.open(0, InstantSource.system())) {
      calls(manual, mails.port());
      madeUp(folder, manual, faked, clock, mails);
    }
  }

  /** What looks for a file that is not there calls kim, and lee while kim does not answer. */
  private static void calls(Path manual, int port) throws IOException {
    Files.writeString(
        manual.resolve("jigi.yaml"),
        """
        system: clock
        zone: Asia/Seoul
        people: {kim: {email: kim@example.com}, lee: {email: lee@example.com}}
        channels: {mail: {smtp: "127.0.0.1:%d"}}
        routes: {critical: {to: [kim], by: [mail], escalate: {after: 1h, to: [lee]}}}
        components: {thing: {probes: [{file: %s, every: 1s}]}}
        """
            .formatted(port, manual.resolve("not-there")));
    Files.createDirectories(manual.resolve("rules"));
    Files.writeString(
        manual.resolve("rules/r.yaml"),
        """
        groups:
          - name: g
            interval: 1s
            rules:
              - {alert: ThingDown, expr: probe_success == 0, labels: {severity: critical}}
        """);
  }

  /** By whom each message was got; a copy that came again counts once. */
  private static List<String> told(MailSink mails) {
    return mails.mails().stream()
        .filter(mail -> mail.subject().contains("probe") || mail.text().contains("ThingDown"))
        .map(mail -> mail.to().getFirst() + " " + mail.messageId())
        .distinct()
        .map(mail -> mail.substring(0, 3))
        .sorted()
        .toList();
  }

  private static void madeUp(
      Path folder, Path manual, Map<String, String> faked, Path clock, MailSink mails)
      throws IOException {
    Path effects = folder.resolve("effects");
    try (RunningJigi jigi = begin(folder, manual, faked)) {
      assertThat(runs(jigi)).isEmpty();
      Until.so("kim is told", () -> !told(mails).isEmpty(), jigi::log);
      jigi.kill();
    }
    Files.writeString(clock, "+50h");
    try (RunningJigi jigi = begin(folder, manual, faked)) {
      Until.so("lee is called", () -> told(mails).contains("lee"), jigi::log);
      assertThat(told(mails)).as("kim is not told anew").containsExactly("kim", "lee");
      Until.so(
          "the nightly run",
          () -> runs(jigi).stream().anyMatch(run -> state(run).equals("succeeded")),
          () -> runs(jigi) + "\n" + jigi.log());
      assertThat(Files.readAllLines(effects)).containsExactly("done");
      assertThat(runs(jigi)).hasSize(2);
      assertThat(jigi.page("/journal")).contains("늦게 시작: Nightly").contains("놓친 횟수");
      String calendar =
          jigi.page("/calendar")
              + jigi.page("/calendar?month=" + java.time.YearMonth.now().plusMonths(1));
      assertThat(calendar).contains("Nightly: 놓침", "Daily look: 놓침");
      assertThat(jigi.page("/checklists/clock/daily")).contains("/checklists/runs/");
    }
  }

  private static RunningJigi begin(Path folder, Path manual, Map<String, String> environment) {
    return RunningJigi.start(
        new RunningJigi.Setup(
            ShopScene.freePort(),
            folder.resolve("data"),
            folder,
            List.of(manual.toString()),
            environment));
  }

  private static void die(RunningJigi jigi) {
    try {
      jigi.post("/api/v1/clock/advance", Map.of("by", "24h"));
    } catch (UncheckedIOException expected) {
      assertThat(expected).as("it died before it could answer").isNotNull();
    }
  }

  private static Path manual(Path folder, Path effects) throws IOException {
    Path manual = folder.resolve("manual");
    Files.createDirectories(manual.resolve("runbooks"));
    Files.writeString(manual.resolve("jigi.yaml"), "system: clock\nzone: Asia/Seoul\n");
    Files.writeString(
        manual.resolve("runbooks/nightly.md"),
        """
        ---
        runbook: nightly
        title: Nightly
        schedule: daily 03:00
        ---
        ```sh run
        echo done >>%s
        ```
        """
            .formatted(effects));
    return manual;
  }

  private static RunningJigi start(Path folder, Path manual, Map<String, String> environment) {
    return RunningJigi.start(
        new RunningJigi.Setup(
            ShopScene.freePort(),
            folder.resolve("data"),
            folder,
            List.of(manual.toString(), "--rehearsal"),
            environment));
  }

  private static List<JsonNode> runs(RunningJigi jigi) {
    return StreamSupport.stream(
            jigi.get("/api/v1/runs?limit=100").path("runs").spliterator(), false)
        .toList();
  }

  private static String state(JsonNode run) {
    return run.path("state").asText();
  }
}
