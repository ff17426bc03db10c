package jigi.operate.notify.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import jigi.base.config.Secret;
import jigi.base.kernel.Json;
import jigi.operate.notify.HttpEnd;
import jigi.operate.notify.Message;
import jigi.operate.notify.SendContext;
import jigi.operate.notify.TestPeople;
import org.junit.jupiter.api.Test;

class WebhookChannelTest {
  @Test
  void signsWhatItSends() throws Exception {
    try (HttpEnd end = new HttpEnd()) {
      WebhookChannel channel =
          new WebhookChannel(URI.create(end.url()), new Secret(Secret.Source.ENV, "HOOK"), null);
      channel.send(
          new Message("d1", null, "title", List.of("a"), "short", Map.of("value", "0")),
          TestPeople.person("kim", null),
          new SendContext(
              Path.of("."),
              name -> "key",
              Instant.ofEpochSecond(1_700_000_000),
              new jigi.base.connect.wire.Network()));
      HttpEnd.Post post = end.posts().getFirst();
      assertThat(post.header("Idempotency-key")).isEqualTo("d1");
      assertThat(Json.tree(post.body()).path("value").asText()).isEqualTo("0");
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec("key".getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
      byte[] expected = mac.doFinal(("1700000000." + post.body()).getBytes(StandardCharsets.UTF_8));
      assertThat(post.header("X-jigi-signature"))
          .isEqualTo("sha256=" + HexFormat.of().formatHex(expected));
    }
  }
}
