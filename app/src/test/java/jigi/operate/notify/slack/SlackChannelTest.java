package jigi.operate.notify.slack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import jigi.base.config.Secret;
import jigi.base.kernel.Json;
import jigi.operate.notify.DeliveryException;
import jigi.operate.notify.HttpEnd;
import jigi.operate.notify.Message;
import jigi.operate.notify.SendContext;
import jigi.operate.notify.TestPeople;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Against the answers that Slack documents for incoming webhooks. */
class SlackChannelTest {
  @TempDir Path folder;

  @Test
  void callsNobodyWhomTheManualDoesNotName() throws Exception {
    try (HttpEnd slack = new HttpEnd()) {
      Message message =
          new Message(
              "d1",
              null,
              "down <!channel> & out",
              List.of("Component: <@U123>\u0007", "Value: 0"),
              "short",
              Map.of());
      assertThat(send(slack, message)).isEqualTo("200 ok");
      assertThat(Json.tree(slack.posts().getFirst().body()).path("text").asText())
          .isEqualTo("*down &lt;!channel&gt; &amp; out*\nComponent: &lt;@U123&gt;\nValue: 0");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "400, invalid_payload",
    "403, action_prohibited",
    "404, no_service",
    "410, channel_is_archived",
    "429, rate_limited",
    "500, rollup_error"
  })
  void tellsWhatSlackAnswered(int status, String answer) throws Exception {
    try (HttpEnd slack = new HttpEnd()) {
      slack.answers(status, answer);
      Message message = new Message("d1", null, "title", List.of(), "short", Map.of());
      assertThatThrownBy(() -> send(slack, message))
          .isInstanceOf(DeliveryException.class)
          .hasMessage("127.0.0.1 answered " + status + " " + answer)
          .hasMessageNotContaining("secret-token");
    }
  }

  private String send(HttpEnd slack, Message message) throws Exception {
    Files.writeString(folder.resolve("slack"), slack.url() + "\n");
    SlackChannel channel = new SlackChannel(new Secret(Secret.Source.FILE, "slack"), null);
    return channel.send(
        message,
        TestPeople.person("kim", null),
        new SendContext(folder, name -> null, Instant.EPOCH, new jigi.base.connect.wire.Network()));
  }
}
