package jigi.base.connect.aws;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Against requests of AWS's test suite of Signature Version 4 (aws-sig-v4-test-suite). */
class SignerTest {
  private static final Signer SIGNER =
      new Signer(
          "AKIDEXAMPLE", "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY", null, "us-east-1", "service");

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      textBlock =
          """
          get-vanilla                | GET  | /                             | -                                 | -            | 5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31
          post-vanilla               | POST | /                             | -                                 | -            | 5da7c1a2acd57cee7505fc6676e4e544621c30862966e37dddb68e92efbe5d6b
          post-x-www-form-urlencoded | POST | /                             | application/x-www-form-urlencoded | Param1=value1 | ff11897932ad3f4e8b18135d722051e5ac45fc38421b1da7b9d196a0fe09473a
          """)
  void signsAsAwsDoes(
      String name,
      String method,
      String path,
      @org.jspecify.annotations.Nullable String type,
      @org.jspecify.annotations.Nullable String body,
      String signature) {
    Map<String, String> signed =
        SIGNER.signed(
            method,
            URI.create("https://example.amazonaws.com" + path),
            type == null ? Map.of() : Map.of("Content-Type", type),
            (body == null ? "" : body).getBytes(StandardCharsets.UTF_8),
            Instant.parse("2015-08-30T12:36:00Z"));
    assertThat(signed.get("Authorization"))
        .as(name)
        .isEqualTo(
            "AWS4-HMAC-SHA256"
                + " Credential=AKIDEXAMPLE/20150830/us-east-1/service/aws4_request,"
                + " SignedHeaders="
                + (type == null ? "" : "content-type;")
                + "host;x-amz-date, Signature="
                + signature);
    assertThat(signed).containsEntry("x-amz-date", "20150830T123600Z");
  }
}
