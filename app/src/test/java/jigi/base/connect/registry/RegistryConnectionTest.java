package jigi.base.connect.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import jigi.base.connect.ConnectionTest;
import jigi.base.connect.OneConnection;
import jigi.base.connect.wire.WireException;
import jigi.base.kernel.Status;
import jigi.testing.Component;
import jigi.testing.ImageRegistry;
import jigi.testing.Needs;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What Docker's own registry says, however it asks for a login. */
@Needs({"docker-registry", "openssl"})
class RegistryConnectionTest {
  private static final int MANY = 1_203;

  @TempDir Path folder;

  @BeforeEach
  void secrets() throws Exception {
    Files.writeString(folder.resolve("right"), "right-word\n");
    Files.writeString(folder.resolve("wrong"), "wrong-word\n");
  }

  private String connection(ImageRegistry registry, String more) {
    return "{registry: 'http://" + registry.authority() + "'" + more + "}";
  }

  private static final String KIM = ", user: kim, password: {file: right}";
  private static final String MALLORY = ", user: kim, password: {file: wrong}";

  private String stages(ImageRegistry registry, String more) throws Exception {
    return OneConnection.stages(OneConnection.test(folder, connection(registry, more)));
  }

  private <T> @Nullable T ask(
      ImageRegistry registry, String more, OneConnection.Use<RegistryConnection, T> use)
      throws Exception {
    return OneConnection.use(folder, connection(registry, more), RegistryConnection.class, use);
  }

  private @Nullable String digest(ImageRegistry registry, String more, String tag)
      throws Exception {
    return ask(registry, more, (c, o) -> c.open(o).digest("shop/backend", tag));
  }

  @Test
  void allTagsAreReadPageByPageAndEachMeansOneImage() throws Exception {
    try (ImageRegistry registry = ImageRegistry.open(folder)) {
      String digest = registry.push("shop/backend", "first", List.of("latest"));
      registry.push(
          "shop/backend", "other", IntStream.range(1, MANY).mapToObj(each -> "1." + each).toList());
      RegistrySession.Tags all =
          Objects.requireNonNull(
              ask(registry, "", (c, o) -> c.open(o).tags("shop/backend", 10_000)));
      assertThat(all.names()).hasSize(MANY).doesNotHaveDuplicates().contains("latest", "1.1202");
      assertThat(all.whole()).isTrue();
      RegistrySession.Tags some =
          Objects.requireNonNull(ask(registry, "", (c, o) -> c.open(o).tags("shop/backend", 7)));
      assertThat(some.names()).hasSize(7);
      assertThat(some.whole()).isFalse();
      assertThat(digest(registry, "", "latest")).isEqualTo(digest);
      assertThat(digest(registry, "", "1.1")).startsWith("sha256:").isNotEqualTo(digest);
      assertThat(digest(registry, "", "2")).isNull();
      RegistrySession.Tags none = ask(registry, "", (c, o) -> c.open(o).tags("shop/none", 10));
      assertThat(none).isNull();
      assertThat(stages(registry, "")).isEqualTo("name ok, port ok, login ok");
      registry.stop();
      assertThat(stages(registry, "")).isEqualTo("name ok, port fail port");
      assertThatThrownBy(() -> ask(registry, "", (c, o) -> c.open(o).tags("shop/backend", 10)))
          .isInstanceOfSatisfying(
              WireException.class, e -> assertThat(e.status()).isEqualTo(Status.FAIL));
    }
  }

  @Test
  void userAndPasswordAreSentWhereTheyAreAskedFor() throws Exception {
    try (ImageRegistry registry = ImageRegistry.withPassword(folder, "kim", "right-word")) {
      registry.push("shop/backend", "first", List.of("1"));
      letsInWhoIsRight(registry);
    }
  }

  @Test
  void tokensAreFetchedWhereTheRegistrySendsItsVisitors() throws Exception {
    String certificate =
        Component.OPENSSL.path()
            + " req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=test -keyout key.pem"
            + " -out cert.pem";
    Process made =
        new ProcessBuilder(certificate.split(" ", -1))
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("openssl.log").toFile())
            .start();
    assertThat(made.waitFor()).isZero();
    try (TokenService tokens = new TokenService(folder, "kim:right-word")) {
      try (ImageRegistry open = ImageRegistry.open(folder)) {
        open.push("shop/backend", "first", List.of("1"));
      }
      String auth =
          "auth: {token: {realm: '%s', service: shop, issuer: test, rootcertbundle: %s/cert.pem}}"
              .formatted(tokens.realm(), folder);
      try (ImageRegistry registry = ImageRegistry.start(folder, auth)) {
        letsInWhoIsRight(registry);
      }
    }
  }

  private void letsInWhoIsRight(ImageRegistry registry) throws Exception {
    assertThat(stages(registry, KIM)).isEqualTo("name ok, port ok, login ok");
    RegistrySession.Tags tags =
        Objects.requireNonNull(ask(registry, KIM, (c, o) -> c.open(o).tags("shop/backend", 10)));
    assertThat(tags.names()).containsExactly("1");
    assertThat(digest(registry, KIM, "1")).startsWith("sha256:");
    ConnectionTest wrong = OneConnection.test(folder, connection(registry, MALLORY));
    assertThat(OneConnection.stages(wrong))
        .isEqualTo("name ok, port ok, login fail registry.login");
    assertThat(wrong.stages().getLast().evidence())
        .contains("does not let in kim: 401 Unauthorized")
        .doesNotContain("wrong-word");
    assertThat(stages(registry, "")).endsWith("login fail registry.login");
    assertThatThrownBy(() -> ask(registry, "", (c, o) -> c.open(o).tags("shop/backend", 10)))
        .hasMessageContaining("does not let in anybody");
    assertThat(stages(registry, ", user: kim, password: {file: none}"))
        .endsWith("login unknown secret");
  }
}
