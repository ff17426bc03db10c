package jigi.story;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import jigi.operate.notify.mailbox.ReceivedMail;
import jigi.testing.Faketime;
import jigi.testing.Needs;
import jigi.testing.RunningJigi;
import jigi.testing.ShopScene;
import jigi.testing.Until;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What Jigi stands on fails while the story goes on: one clear state, and nothing is lost. */
@Tag("slow")
@Needs({"jigi-jar", "stand-in-jar"})
class FailureTest {

  @Test
  void mailsThatAreRefusedComeWhenTheServerTakesThem() {
    try (ShopScene scene = new ShopScene(ShopScene.Pace.SHORT)) {
      Story story = new Story(scene, "data");
      try (RunningJigi jigi = story.start(Map.of())) {
        scene.mail().refuse(true);
        story.breakTheShop(jigi);
        Outcome outcome = new Outcome(jigi);
        outcome.awaitClosed();
        awaitBanner(jigi, "알림 채널 mail이 받지 않습니다", true);
        assertThat(scene.mail().mails()).isEmpty();
        assertThat(outcome.events("delivery.failed"))
            .extracting(event -> event.path("args").path("channel").asText())
            .containsOnly("mail");
        scene.mail().refuse(false);
        story.awaitEnd(jigi);
        story.check(jigi);
        assertThat(scene.mail().mails())
            .extracting(ReceivedMail::messageId)
            .hasSize(2)
            .doesNotHaveDuplicates();
        awaitBanner(jigi, "받지 않습니다", false);
      }
    }
  }

  @Test
  void aMailServerThatCannotProveItselfGetsNoMailUntilItCan() throws Exception {
    try (ShopScene scene = new ShopScene(ShopScene.Pace.SHORT)) {
      Path keys = Files.createDirectories(scene.manual().resolve("keys"));
      Path right = StartTlsFront.certify(keys, "right");
      Path wrong = StartTlsFront.certify(scene.folder(), "wrong");
      try (StartTlsFront front = new StartTlsFront(scene.mail().port(), wrong)) {
        scene.edit(
            "jigi.yaml",
            Map.of(
                "smtp: 127.0.0.1:" + scene.mail().port(),
                "smtp: 127.0.0.1:" + front.port() + ", starttls: required, ca: keys/right.pem"));
        Story story = new Story(scene, "data");
        try (RunningJigi jigi = story.start(Map.of())) {
          story.breakTheShop(jigi);
          new Outcome(jigi).awaitClosed();
          awaitBanner(jigi, "알림 채널 mail이 받지 않습니다", true);
          assertThat(jigi.page("/"))
              .contains("STARTTLS: the server's certificate is not to be trusted", "HINT");
          assertThat(front.refused()).isPositive();
          assertThat(front.encrypted()).isZero();
          assertThat(scene.mail().mails()).isEmpty();
          front.present(right);
          story.awaitEnd(jigi);
          story.check(jigi);
          assertThat(front.encrypted()).isEqualTo(2);
          awaitBanner(jigi, "받지 않습니다", false);
        }
      }
    }
  }

  @Test
  void aDatabaseThatIsDamagedWhileRunningIsSaidOnceAndRefusedAtTheNextStart() throws Exception {
    try (ShopScene scene = new ShopScene(ShopScene.Pace.SHORT)) {
      Story story = new Story(scene, "data");
      try (RunningJigi first = story.start(Map.of())) {
        new Outcome(first).awaitShop("ok"); // and its end moves everything into the file
      }
      Path file = scene.folder().resolve("data").resolve("jigi.db");
      Path copy = scene.folder().resolve("backup.db");
      Files.copy(file, copy);
      try (RunningJigi jigi = story.start(Map.of())) {
        overwriteAllButTheFirstPage(file);
        Until.so(
            "a page that says so",
            () -> jigi.page("/journal").contains("데이터베이스 파일이 손상되었습니다"),
            jigi::log);
        assertThat(jigi.page("/journal")).contains("지기를 멈추고", "마지막 백업을 복원하세요");
        assertThat(jigi.isReady()).isFalse();
        assertThat(jigi.log().lines().filter(line -> line.contains("store.damaged")))
            .singleElement()
            .asString()
            .contains(file.toString(), "HINT: stop Jigi");
      }
      try (RunningJigi refused = story.launch(Map.of())) {
        assertThat(refused.awaitEnd()).isEqualTo(2);
        assertThat(refused.log().lines().toList().getLast())
            .contains("\"store-damaged\"", file.toString(), "restore the last backup");
      }
      for (String rest : List.of("jigi.db-wal", "jigi.db-shm")) {
        Files.deleteIfExists(file.resolveSibling(rest));
      }
      Files.move(copy, file, StandardCopyOption.REPLACE_EXISTING);
      try (RunningJigi jigi = story.start(Map.of())) {
        awaitBanner(jigi, "복원", true);
        assertThat(new Outcome(jigi).chain().path("broken").isNull()).isTrue();
        assertThat(new Outcome(jigi).events("probe.changed")).isNotEmpty();
      }
    }
  }

  private static void overwriteAllButTheFirstPage(Path file) throws IOException {
    byte[] noise = new byte[4096];
    Arrays.fill(noise, (byte) 0xa5);
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      for (long at = noise.length; at < channel.size(); at += noise.length) {
        channel.write(ByteBuffer.wrap(noise), at);
      }
    }
  }

  @Test
  @Needs("faketime")
  void aClockThatIsSetBackIsSaidAndTimeGoesOn() throws Exception {
    try (ShopScene scene = new ShopScene(ShopScene.Pace.SHORT)) {
      Path clock = Files.writeString(scene.folder().resolve("faketime"), "+0");
      Map<String, String> faked = Faketime.environment(clock);
      Story story = new Story(scene, "data");
      Instant broken;
      try (RunningJigi jigi = story.start(faked)) {
        new Outcome(jigi).awaitShop("ok");
        Files.writeString(clock, "-2h");
        awaitBanner(jigi, "시계가 지기의 시간보다 1h59m", true);
        broken = Instant.now();
        story.breakTheShop(jigi);
        story.awaitEnd(jigi);
        story.check(jigi);
        timeOnlyGoesForward(jigi, broken);
      }
      // A start long after the clock was set back: only what was recorded tells of it.
      try (RunningJigi jigi = story.start(faked)) {
        awaitBanner(jigi, "시계가 지기의 시간보다 1h59m", true);
        new Outcome(jigi).awaitShop("ok");
        assertThat(new Outcome(jigi).shopSince()).isAfter(broken);
        story.check(jigi);
        timeOnlyGoesForward(jigi, broken);
        Files.writeString(clock, "+0");
        awaitBanner(jigi, "시계가 지기의 시간보다", false);
        assertThat(new Outcome(jigi).events("clock.caught-up")).hasSize(1);
      }
    }
  }

  /** Nothing has ended before it began, and `for` and the incident took what they really took. */
  private static void timeOnlyGoesForward(RunningJigi jigi, Instant broken) {
    Outcome outcome = new Outcome(jigi);
    List<Instant> events =
        outcome.events("").stream().map(e -> Instant.parse(e.path("at").asText())).toList();
    assertThat(events).isSorted().allMatch(at -> at.isBefore(Instant.now().plusSeconds(5)));
    JsonNode firing = outcome.events("alert.firing").getFirst();
    Instant at = Instant.parse(firing.path("at").asText());
    assertThat(at).isBetween(broken, broken.plusSeconds(15));
    // An event is as late as its writing; `for` counts from the evaluation that came before.
    Instant active = Instant.parse(firing.path("args").path("since").asText());
    assertThat(Duration.between(active, at)).isGreaterThanOrEqualTo(Duration.ofSeconds(1));
    for (JsonNode step : outcome.repairSteps()) {
      for (JsonNode attempt : step.path("attempts")) {
        assertThat(Instant.parse(attempt.path("ended").asText()))
            .as(attempt.toString())
            .isAfterOrEqualTo(Instant.parse(attempt.path("started").asText()));
      }
    }
  }

  @Test
  void aFullDiskIsSaidAndTheStoryGoesOnWhenThereIsRoom() throws Exception {
    Assumptions.assumeTrue(
        System.getProperty("user.name").equals("root"), "only root can mount a small disk");
    try (ShopScene scene = new ShopScene(ShopScene.Pace.SHORT)) {
      Path disk = Files.createDirectory(scene.folder().resolve("data"));
      run("mount", "-t", "tmpfs", "-o", "size=64m,mode=700", "tmpfs", disk.toString());
      try {
        Story story = new Story(scene, "data");
        try (RunningJigi jigi = story.start(Map.of())) {
          new Outcome(jigi).awaitShop("ok");
          Path filler = disk.resolve("filler");
          fill(filler);
          scene.stopShop();
          awaitBanner(jigi, "디스크", true);
          assertThat(jigi.isAlive()).isTrue();
          Files.delete(filler);
          story.awaitEnd(jigi);
          story.check(jigi);
          awaitBanner(jigi, "class=\"banner m-fail\"", false);
        }
      } finally {
        run("umount", disk.toString());
      }
    }
  }

  private static void awaitBanner(RunningJigi jigi, String text, boolean shown) {
    Until.so(
        (shown ? "shown: " : "gone: ") + text,
        () -> jigi.page("/").contains(text) == shown,
        () -> banners(jigi.page("/")) + jigi.log());
  }

  private static String banners(String page) {
    return page.lines()
        .filter(line -> line.contains("class=\"banner"))
        .collect(Collectors.joining("\n"));
  }

  private static void fill(Path file) throws IOException {
    byte[] block = new byte[4096];
    try (OutputStream out = Files.newOutputStream(file)) {
      while (true) {
        out.write(block);
      }
    } catch (IOException e) {
      assertThat(e).hasMessageContaining("No space left");
    }
  }

  private static void run(String... command) throws IOException, InterruptedException {
    assertThat(new ProcessBuilder(List.of(command)).inheritIO().start().waitFor()).isZero();
  }
}
