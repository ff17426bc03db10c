package jigi.base.connect.aws;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import jigi.base.connect.wire.Http;
import jigi.base.kernel.Hash;
import org.jspecify.annotations.Nullable;

/**
 * AWS Signature Version 4, in headers, with the payload signed
 * (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html).
 *
 * @param token null for keys that do not expire
 * @param service as AWS calls it in signatures: {@code s3}, {@code sns}
 */
public record Signer(
    String access, String secret, @Nullable String token, String region, String service) {
  /** S3's header for the SHA-256 of the body. */
  public static final String PAYLOAD = "x-amz-content-sha256";

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);

  /**
   * The headers with those that prove who we are; {@code host} is signed and left to the client.
   *
   * @param headers with {@link #PAYLOAD} where the service wants it, so that a body is read once
   * @param uri with path and query as they are signed: encoded, the query sorted
   * @param now of the real clock: a server refuses what is more than 15 minutes off
   */
  public Map<String, String> signed(
      String method, URI uri, Map<String, String> headers, byte[] body, Instant now) {
    Map<String, String> all = new TreeMap<>(headers);
    String time = TIME.format(now);
    all.put("x-amz-date", time);
    if (token != null) {
      all.put("x-amz-security-token", token);
    }
    Map<String, String> canonical = new TreeMap<>();
    all.forEach((name, value) -> canonical.put(name.toLowerCase(Locale.ROOT), value.strip()));
    canonical.put("host", Http.host(uri));
    String payload = canonical.get(PAYLOAD);
    String names = String.join(";", canonical.keySet());
    String request =
        String.join(
            "\n",
            method,
            uri.getRawPath(),
            uri.getRawQuery() == null ? "" : uri.getRawQuery(),
            canonical.entrySet().stream()
                .map(header -> header.getKey() + ":" + header.getValue() + "\n")
                .collect(Collectors.joining()),
            names,
            payload == null ? Hash.of(body) : payload);
    String day = time.substring(0, 8);
    String scope = day + "/" + region + "/" + service + "/aws4_request";
    String text = "AWS4-HMAC-SHA256\n" + time + "\n" + scope + "\n" + Hash.of(request);
    all.put(
        "Authorization",
        "AWS4-HMAC-SHA256 Credential="
            + access
            + "/"
            + scope
            + ", SignedHeaders="
            + names
            + ", Signature="
            + HexFormat.of().formatHex(Hash.hmac(key(day), text)));
    return all;
  }

  private byte[] key(String day) {
    byte[] key = Hash.hmac(("AWS4" + secret).getBytes(StandardCharsets.UTF_8), day);
    return Hash.hmac(Hash.hmac(Hash.hmac(key, region), service), "aws4_request");
  }

  /** Percent-encoding as AWS wants it: all but the unreserved characters of RFC 3986. */
  public static String encode(String text, boolean slashes) {
    StringBuilder out = new StringBuilder();
    for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
      char c = (char) (b & 0xff);
      boolean plain =
          c >= 'A' && c <= 'Z'
              || c >= 'a' && c <= 'z'
              || c >= '0' && c <= '9'
              || "-._~".indexOf(c) >= 0
              || c == '/' && !slashes;
      if (plain) {
        out.append(c);
      } else {
        out.append(String.format(Locale.ROOT, "%%%02X", (int) c));
      }
    }
    return out.toString();
  }

  @Override
  public String toString() {
    return "Signer[" + service + " " + region + "]";
  }
}
