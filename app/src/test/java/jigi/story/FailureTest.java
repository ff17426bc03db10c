package jigi.story;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import jigi.operate.notify.mailbox.ReceivedMail;
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
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @Test
  void mailsThatAreRefusedComeWhenTheServerTakesThem() {
    try (ShopScene scene = new ShopScene(ShopScene.Pace.SHORT)) {
      Story story = new Story(scene, "data");
      try (RunningJigi jigi = story.start(Map.of())) {
        scene.mail().refuse(true);
        story.breakTheShop(jigi);
        Outcome outcome = new Outcome(jigi);
        outcome.awaitClosed(PATIENCE);
        awaitBanner(jigi, "알림 채널 mail이(가) 받지 않습니다", true);
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
        PATIENCE,
        () -> jigi.page("/").contains(text) == shown,
        () -> jigi.page("/") + jigi.log());
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
