package jigi.operate.notify.sns;

import java.net.URI;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import jigi.base.config.Shape;
import jigi.base.config.Shapes;
import org.jspecify.annotations.Nullable;

/**
 * Where it is sent: to people's telephones by way of a region, or to a topic.
 *
 * @param topic its ARN; null for telephones
 */
record Target(String region, @Nullable String topic) {
  private static final String REGION = "[a-z]{2}(?:-[a-z]+)+-[0-9]+";
  // A topic of first-in-first-out takes more than a text, and no telephones listen to it.
  private static final Pattern TOPIC =
      Pattern.compile("arn:aws[a-z-]*:sns:(" + REGION + "):[0-9]{12}:[A-Za-z0-9_-]{1,256}");

  /** {@code ap-northeast-1}, or {@code arn:aws:sns:us-east-1:123456789012:alerts}. */
  static Shape<Target> shape() {
    return Shapes.scalar(
        "a region or a topic's ARN",
        "ap-northeast-1, or arn:aws:sns:us-east-1:123456789012:alerts",
        Map.of("type", "string"),
        Target::parse);
  }

  private static @Nullable Target parse(String text) {
    Matcher topic = TOPIC.matcher(text);
    if (topic.matches()) {
      return new Target(topic.group(1), text);
    }
    return text.matches(REGION) ? new Target(text, null) : null;
  }

  /** AWS's own address of the region. */
  URI api() {
    String domain = region.startsWith("cn-") ? ".amazonaws.com.cn/" : ".amazonaws.com/";
    return URI.create("https://sns." + region + domain);
  }
}
