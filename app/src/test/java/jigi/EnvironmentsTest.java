package jigi;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import jigi.base.config.Manual;
import jigi.base.config.ManualReader;
import jigi.base.config.Problem;
import jigi.base.connect.Host;
import jigi.base.manual.ManualSet;
import jigi.detect.inventory.Inventory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One manual for several environments: what differs stands in a file of each. */
class EnvironmentsTest {
  private static final Map<String, String> OWN = Map.of("DB_NAME", "of_jigi", "HOME_OF", "/srv");

  private final Parts parts = new Parts();
  @TempDir Path temp;
  private Path shop = Path.of("");

  @BeforeEach
  void write() throws IOException {
    shop = temp.resolve("shop");
    file(
        "jigi.yaml",
        """
        system: shop
        title: Shop
        environment: production
        hosts:
          app: {local: true, folder: "${HOME_OF}/shop", env: {DB_PORT: "${DB_PORT}"}}
        connections:
          main:
            postgres: shop@127.0.0.1:${DB_PORT}/${DB_NAME}
            password: {file: "keys/${DB_NAME}"}
          cache: {redis: "127.0.0.1:6379"}
        components:
          web: {title: Web}
        """);
    file("environments/production.yaml", "values: {DB_PORT: 5432, DB_NAME: shop}\n");
    file(
        "environments/test.yaml",
        """
        system: shop-test
        values: {DB_PORT: 5433, DB_NAME: shop_test}
        connections:
          cache:
          main: {tls: "off"}
        components:
          web: {title: Web under test}
        """);
  }

  private void file(String name, String text) throws IOException {
    Path file = shop.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }

  private ManualSet read(String... addresses) {
    return ManualSet.read(
        List.of(addresses).stream().map(each -> temp.resolve(each)).toList(),
        false,
        new ManualReader(parts.all(), OWN::get));
  }

  private List<String> said(String address) {
    return Objects.requireNonNull(read(address).problems().get(temp.resolve(address))).stream()
        .map(Problem::toString)
        .toList();
  }

  private String connection(Manual manual, String name) {
    return Objects.requireNonNull(manual.part(parts.connections).byName().get(name)).text();
  }

  private Map<String, String> variables(Manual manual) {
    Host app = Objects.requireNonNull(manual.part(parts.connect).find("app"));
    return app.surroundings().variables();
  }

  @Test
  @Shows({"ENV-10", "ENV-19"})
  void oneTemplateIsFilledForEachEnvironmentAndDatabasesAreApart() {
    ManualSet set = read("shop@production", "shop@test");
    assertThat(set.problems().values()).allMatch(List::isEmpty);
    Manual production = set.manuals().getFirst();
    Manual test = set.manuals().getLast();
    assertThat(production.system()).isEqualTo("shop");
    assertThat(test.system()).isEqualTo("shop-test");
    assertThat(connection(production, "main")).isEqualTo("shop@127.0.0.1:5432/shop");
    assertThat(connection(test, "main")).isEqualTo("shop@127.0.0.1:5433/shop_test");
    assertThat(variables(test)).containsEntry("DB_PORT", "5433");
    assertThat(variables(production)).containsEntry("DB_PORT", "5432");
    assertThat(production.part(parts.connections).byName()).containsKey("cache");
    assertThat(test.part(parts.connections).byName()).doesNotContainKey("cache");
    assertThat(environment(production)).isEqualTo("production");
    assertThat(environment(test)).as("by itself").isEqualTo("test");
    assertThat(production.hash()).isNotEqualTo(test.hash());
    assertThat(test.source().folder()).isEqualTo(production.source().folder()).isEqualTo(shop);
    assertThat(test.source().address().path()).isEqualTo(temp.resolve("shop@test"));
  }

  private @org.jspecify.annotations.Nullable String environment(Manual manual) {
    Inventory inventory = manual.part(parts.inventory);
    return inventory.profile().environment();
  }

  @Test
  void whatIsWrongIsToldAtItsPlace() throws IOException {
    assertThat(said("shop@tset"))
        .singleElement()
        .asString()
        .contains("no-environment", "'tset'", "did you mean 'test'?");
    assertThat(said("shop"))
        .as("a template alone is no manual")
        .allSatisfy(each -> assertThat(each).contains("DB_PORT"))
        .isNotEmpty();
    file("environments/odd.yaml", "values: {DB_PORT: 5434, DB_NAME: odd, DB_PROT: 1}\ncolour: x\n");
    assertThat(said("shop@odd"))
        .satisfiesExactly(
            each -> assertThat(each).contains("environments/odd.yaml:1:", "unused-value"),
            each -> assertThat(each).contains("environments/odd.yaml:2:1", "unknown-key"));
    file("environments/odd.yaml", "values: [5434]\n");
    assertThat(said("shop@odd").getFirst())
        .contains("environments/odd.yaml:1:", "wrong-type", "'values' must hold a mapping");
    file("environments/odd.yaml", "values: {DB_PORT: {a: 1}, DB_NAME: odd}\n");
    assertThat(said("shop@odd").getFirst())
        .contains("environments/odd.yaml:1:", "wrong-type", "DB_PORT");
    file("environments/odd.yaml", "- a\n");
    assertThat(said("shop@odd"))
        .singleElement()
        .asString()
        .contains("environments/odd.yaml:1:1", "wrong-type");
    assertThat(read("shop@production", "shop@production").hasErrors()).isTrue();
  }
}
