package jigi.operate.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import jigi.Shows;
import jigi.base.kernel.UserError;
import jigi.base.run.Run;
import jigi.base.run.RunState;
import jigi.testing.ImageRegistry;
import jigi.testing.Needs;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The registry is asked before anything begins, and what goes back asks nobody. */
@Needs("docker-registry")
@Tag("slow")
@Timeout(120)
class ImagesDeployTest {
  @TempDir Path folder;
  private final Gateways.Row row = Gateways.Row.free(1);
  private ImageRegistry registry;
  private DeployBench bench;

  @BeforeEach
  void open() throws IOException {
    registry = ImageRegistry.open(folder.resolve("registry"));
    registry.push("shop/backend", "old", List.of("v1.9", "v1.9.1", "latest"));
    registry.push("shop/backend", "new", List.of("v1.10"));
    bench =
        new DeployBench(folder)
            .manual(
                "connections:\n  images: {registry: 'http://"
                    + registry.authority()
                    + "'}\n"
                    + Gateways.manual(row, null)
                    + ("images: [{registry: images, repository: shop/backend, tag: 'v{version}',"
                            + " at-least: 4, also: [latest, stable]}]\n")
                        .indent(4));
  }

  @AfterEach
  void close() {
    bench.close();
    registry.close();
    Gateways.sweep(folder, row.behind());
  }

  private boolean lacks() {
    return Objects.requireNonNull(bench.deployments.offer("shop", "backend")).lacks();
  }

  private Run begin(String version) {
    return bench.begin(Phase.FULL, version);
  }

  private void succeeded(Run run) throws InterruptedException {
    assertThat(bench.ended(run).run().state()).isEqualTo(RunState.SUCCEEDED);
  }

  @Test
  void aTagThatTheRegistryHasNotIsRefusedBeforeAnythingBegins() throws Exception {
    bench.pull = true;
    assertThat(Objects.requireNonNull(bench.deployments.offer("shop", "backend")).versions())
        .containsExactly("1.10", "1.9.1", "1.9");
    assertThat(lacks()).as("three, and there should be four").isTrue();
    registry.push("shop/backend", "older", List.of("v1.8"));
    assertThat(lacks()).isFalse();
    assertThatThrownBy(() -> begin("1.11"))
        .isInstanceOfSatisfying(
            UserError.class,
            e -> {
              assertThat(e.code()).isEqualTo("tag-missing");
              assertThat(e.fact()).contains("has no shop/backend:v1.11");
              assertThat(e.hint()).startsWith("did you mean '1.10'? It has 1.10");
            });
    assertThat(bench.deployments.history("shop", "backend", 5)).isEmpty();
    succeeded(begin("1.9"));
    succeeded(begin("1.10"));
    registry.stop();
    assertThatThrownBy(() -> begin("1.9.1"))
        .isInstanceOfSatisfying(
            UserError.class,
            e -> {
              assertThat(e.code()).isEqualTo("registry-unreachable");
              assertThat(e.fact()).contains("refused");
            });
    succeeded(bench.deployments.rollBack("shop", "backend", "user:kim", bench.engine));
    assertThat(bench.newest().version()).isEqualTo("1.9");
    bench.pull = false;
    succeeded(begin("1.9.1"));
  }

  private List<String> needed(String... versions) {
    return Objects.requireNonNull(bench.deployments.needed("shop", "backend", List.of(versions)))
        .stream()
        .map(each -> each.version() + " " + each.why())
        .toList();
  }

  @Test
  @Shows("ENV-06")
  void whatIsNeededIsToldBeforeItsTagIsDeleted() throws Exception {
    registry.push("shop/backend", "odd", List.of("v1.6", "v1.7", "v1.8"));
    succeeded(begin("1.9.1"));
    succeeded(begin("1.10"));
    assertThat(needed("1.10")).containsExactly("1.10 [live]");
    assertThat(needed("1.9.1")).containsExactly("1.9.1 [way-back, also:latest]");
    assertThat(needed("1.6", "1.7")).containsExactly("1.6 []", "1.7 []");
    assertThat(needed("1.6", "1.7", "1.8"))
        .containsExactly("1.6 [least:4]", "1.7 [least:4]", "1.8 [least:4]");
    assertThatThrownBy(() -> needed("1.5")).hasMessageContaining("tag-missing");
    assertThat(Objects.requireNonNull(bench.deployments.offer("shop", "backend")).missing())
        .containsExactly("stable");
    registry.push("shop/backend", "new", List.of("stable"));
    assertThat(needed("1.10")).containsExactly("1.10 [live, also:stable]");
  }
}
