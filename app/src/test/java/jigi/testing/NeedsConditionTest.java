package jigi.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;

class NeedsConditionTest {
  private static final Set<String> SLOW = Set.of("slow");

  private final NeedsCondition lenient = new NeedsCondition(false, Component.NGINX::equals);
  private final NeedsCondition strict = new NeedsCondition(true, Component.NGINX::equals);

  @Test
  void whatIsHereRuns() {
    assertThat(lenient.evaluate(List.of("nginx"), Set.of()).isDisabled()).isFalse();
    assertThat(strict.evaluate(List.of("nginx"), Set.of()).isDisabled()).isFalse();
  }

  @Test
  void whatIsMissingSkipsByName() {
    ConditionEvaluationResult result =
        lenient.evaluate(List.of("nginx", "postgresql", "jigi-jar"), SLOW);
    assertThat(result.isDisabled()).isTrue();
    assertThat(result.getReason().orElseThrow())
        .contains("postgresql (no initdb: ./test --install)")
        .contains("jigi-jar (app/target/jigi.jar missing or older than its sources")
        .doesNotContain("nginx");
  }

  @Test
  void underContinuousIntegrationItFails() {
    assertThatThrownBy(() -> strict.evaluate(List.of("chromium"), Set.of()))
        .hasMessageContaining("needs chromium")
        .hasMessageContaining("CI=true");
  }

  @Test
  void anUnknownComponentIsAMistakeAndNoSkip() {
    assertThatThrownBy(() -> lenient.evaluate(List.of("opensl"), Set.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("opensl");
  }

  @Test
  void aTestOfAJarMustBeTaggedSlow() {
    assertThatThrownBy(() -> lenient.evaluate(List.of("jigi-jar"), Set.of()))
        .hasMessageContaining("@Tag(\"slow\")");
  }

  @Test
  @Needs("openssl")
  void theAnnotationReachesTheCondition() {
    assertThat(Component.OPENSSL.path()).isExecutable();
    assertThat(Files.exists(Component.root().resolve("pom.xml"))).isTrue();
  }
}
