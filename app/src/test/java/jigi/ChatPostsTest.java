package jigi;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import jigi.present.api.view.Mail;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChatPostsTest {
  @TempDir Path state;

  @Test
  void aPostIsReadByItsText() throws IOException {
    Files.writeString(
        state.resolve("chat.inbox"), line("{\"text\":\"*긴급* 가게\\n링크\"}") + line("{\"event\":1}"));
    assertThat(new ChatPosts(state).read(Duration.ofHours(1)))
        .extracting(Mail::to, Mail::at, Mail::subject, Mail::text)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple(
                "chat", Instant.parse("2026-03-01T01:00:00Z"), "*긴급* 가게", "*긴급* 가게\n링크"),
            org.assertj.core.groups.Tuple.tuple(
                "chat", Instant.parse("2026-03-01T01:00:00Z"), "{\"event\":1}", "{\"event\":1}"));
  }

  @Test
  void withoutStandInsThereIsNone() {
    assertThat(new ChatPosts(state.resolve("nowhere")).read(Duration.ZERO)).isEmpty();
    assertThat(new ChatPosts(state).read(Duration.ZERO)).isEmpty();
  }

  private static String line(String body) {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    return "2026-03-01T00:00:00Z\t" + Base64.getEncoder().encodeToString(bytes) + "\n";
  }
}
