package jigi.base.connect.registry;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** What registries ask for before they answer. */
class ChallengeTest {
  @Test
  void aTokenIsAskedForWhereTheRegistrySaysSo() {
    Challenge challenge =
        of(
            "Bearer realm=\"https://auth.docker.io/token\",service=\"registry.docker.io\","
                + "scope=\"repository:library/nginx:pull,push\"");
    assertThat(challenge.scheme()).isEqualTo(Challenge.Scheme.BEARER);
    assertThat(challenge.parameters())
        .isEqualTo(
            Map.of(
                "realm", "https://auth.docker.io/token",
                "service", "registry.docker.io",
                "scope", "repository:library/nginx:pull,push"));
    assertThat(of("bearer Realm = \"a \\\"b\\\"\", service=plain").parameters())
        .isEqualTo(Map.of("realm", "a \"b\"", "service", "plain"));
    assertThat(of("Basic realm=\"x\"").scheme()).isEqualTo(Challenge.Scheme.BASIC);
    assertThat(of("Basic realm=\"say bearer\", Bearer realm=\"y\"").parameter("realm"))
        .isEqualTo("y");
    assertThat(of("BASIC").parameters()).isEmpty();
    assertThat(Challenge.of("Negotiate")).isNull();
    assertThat(Challenge.of(null)).isNull();
  }

  private static Challenge of(String header) {
    return Objects.requireNonNull(Challenge.of(header));
  }
}
