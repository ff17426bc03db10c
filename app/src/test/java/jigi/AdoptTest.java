package jigi;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Stream;
import jigi.base.config.ManualReader;
import jigi.base.config.Node;
import jigi.base.config.Problem;
import jigi.base.config.Problems;
import jigi.base.config.Yaml;
import jigi.base.kernel.Json;
import jigi.base.manual.ManualSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Drafts of compose files in the forms that people write. The first line of each says what is to be
 * probed: a dash for a component without probes, {@code off} for probes that are commented out.
 */
class AdoptTest {
  private static final Path FORMS = Path.of("src/test/resources/compose");
  private static final Function<String, @Nullable String> ENVIRONMENT = name -> null;

  @TempDir private Path temp;

  static Stream<String> forms() throws IOException {
    try (Stream<Path> files = Files.list(FORMS)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList().stream();
    }
  }

  @ParameterizedTest
  @MethodSource("forms")
  void draftsWhatIsThere(String form) throws IOException {
    Path file = FORMS.resolve(form);
    assertThat(adopt(file.toString())).as(form).isZero();
    String first = Files.readAllLines(file).getFirst().substring("# ".length());
    Map<String, String> expected = new TreeMap<>();
    for (String each : first.split(";")) {
      String[] words = each.strip().split(" ", 2);
      expected.put(words[0], words[1].equals("off") ? "-" : words[1]);
    }
    String draft = Files.readString(out().resolve("jigi.yaml"));
    assertThat(probes(draft)).isEqualTo(expected);
    assertThat(draft.contains("# probes:")).isEqualTo(first.matches(".* off(;.*)?"));
    assertThat(problems()).isEmpty();
    assertThat(draft).doesNotContain("secret", "hidden");
  }

  @Test
  void laysOverridesAndEnvFilesOverTheirFile() throws IOException {
    Path shop = Files.createDirectory(temp.resolve("shop"));
    Files.writeString(shop.resolve(".env"), "export PORT='8088' # web\nEMPTY=\n");
    Files.writeString(
        shop.resolve("docker-compose.yml"),
        "services: {web: {image: shop/web, ports: ['${PORT}:80']}, db: {image: postgres}}");
    Files.writeString(
        shop.resolve("docker-compose.override.yml"),
        "services: {db: {ports: ['5433:5432']}, web: {image: nginx}}");
    Path common = Files.createDirectory(shop.resolve("common"));
    Files.writeString(
        common.resolve("docker-compose.base.yml"), "services: {app: {image: shop/app}}");
    assertThat(adopt(shop.toString())).isZero();
    assertThat(probes(Files.readString(out().resolve("jigi.yaml"))))
        .isEqualTo(Map.of("web", "http 127.0.0.1:8088/", "db", "postgres db", "app", "-"));
  }

  @Test
  @Shows("INV-29")
  void databasesGetTheirOwnProbesAndNoPassword() throws IOException {
    Path file =
        Files.writeString(
            temp.resolve("compose.yaml"),
            """
            name: shop
            services:
              db:
                image: postgres:16
                ports: ['127.0.0.1:5432:5432']
                environment: {POSTGRES_USER: app, POSTGRES_DB: goods, POSTGRES_PASSWORD: hidden}
              open: {image: 'postgres:16', ports: ['5433:5432'], environment: [POSTGRES_HOST_AUTH_METHOD=trust]}
              sql:
                image: mariadb
                ports: ['3306:3306']
                environment: {MARIADB_USER: app, MARIADB_DATABASE: goods, MARIADB_PASSWORD: hidden}
              cache: {image: redis, ports: ['6379:6379']}
              locked: {image: redis, ports: ['6380:6379'], command: redis-server --requirepass hidden}
              site: {image: nginx, ports: ['443:443'], environment: {VIRTUAL_HOST: shop.example.com}}
            """);
    assertThat(adopt(file.toString())).isZero();
    assertThat(problems()).isEmpty();
    String draft = Files.readString(out().resolve("jigi.yaml"));
    assertThat(draft)
        .contains(
            "db: {postgres: \"app@127.0.0.1:5432/goods\", password: {env: SHOP_DB_PASSWORD}}\n",
            "open: {postgres: \"postgres@127.0.0.1:5433/postgres\"}\n",
            "sql: {mysql: \"app@127.0.0.1:3306/goods\", password: {env: SHOP_SQL_PASSWORD}}\n",
            "cache: {redis: \"127.0.0.1:6379\"}\n",
            "locked: {redis: \"127.0.0.1:6380\", password: {env: SHOP_LOCKED_PASSWORD}}\n",
            "server-name: \"shop.example.com\"")
        .doesNotContain("hidden");
    assertThat(probes(draft))
        .containsEntry("db", "postgres db")
        .containsEntry("sql", "mysql sql")
        .containsEntry("locked", "redis locked")
        .containsEntry("site", "tls 127.0.0.1:443");
  }

  @Test
  void makesRunbooksOfACrontab() throws IOException {
    Path crontab = temp.resolve("crontab.txt");
    Files.writeString(
        crontab,
        """
        # m h dom mon dow command
        MAILTO=ops@example.com
        PATH=/usr/bin:/bin
        0 2 * * * /opt/backups/backup.sh >> /var/log/backup.log 2>&1
        */5 9-18 * * mon-fri cd /opt/shop && ./check.sh
        @daily /usr/bin/python3 /opt/report.py --date=$(date +\\%F)
        30 4 1 * * mail -s monthly ops%first line%second line
        @reboot /opt/start.sh
        this is no line
        """);
    assertThat(adopt("--crontab", crontab.toString())).isZero();
    assertThat(problems()).isEmpty();
    assertThat(out().resolve("runbooks").toFile().list())
        .containsExactlyInAnyOrder(
            "cron-backup.md", "cron-check.md", "cron-report.md", "cron-mail.md", "cron-start.md");
    assertThat(runbook("cron-backup"))
        .contains("schedule: cron 0 2 * * *\n", "crontab.txt:4;")
        .contains("\n/opt/backups/backup.sh >> /var/log/backup.log 2>&1\n");
    assertThat(runbook("cron-check")).contains("schedule: cron */5 9-18 * * mon-fri\n");
    assertThat(runbook("cron-report"))
        .contains("schedule: cron 0 0 * * *\n", "report.py --date=$(date +%F)\n");
    assertThat(runbook("cron-mail"))
        .contains("ops <<'END_OF_INPUT'\nfirst line\nsecond line\nEND_OF_INPUT\n");
    assertThat(runbook("cron-start")).doesNotContain("\nschedule:");
  }

  @Test
  void findsWhatThisMachineListensOn() throws IOException {
    try (var socket = new java.net.ServerSocket(0, 1, java.net.InetAddress.getLoopbackAddress())) {
      assertThat(adopt("--ports", "--name", "This Server")).isZero();
      String draft = Files.readString(out().resolve("jigi.yaml"));
      assertThat(draft).contains("system: this-server\n");
      assertThat(draft.contains("127.0.0.1:" + socket.getLocalPort()))
          .isEqualTo(socket.getLocalPort() <= 32_767);
      assertThat(problems()).isEmpty();
    }
  }

  @Test
  void neverWritesOverAManual() throws IOException {
    assertThat(adopt(FORMS.resolve("profiles.yaml").toString())).isZero();
    assertThat(adopt(FORMS.resolve("profiles.yaml").toString())).isEqualTo(2);
    assertThat(adopt()).isEqualTo(2);
    Path bad = Files.writeString(temp.resolve("bad.yaml"), "services: {web: [unclosed");
    assertThat(run("adopt", bad.toString(), "--out", temp.resolve("b").toString(), "--json"))
        .contains("bad-compose-file", "bad.yaml:1");
    assertThat(temp.resolve("b")).doesNotExist();
  }

  private Path out() {
    return temp.resolve("draft");
  }

  private String runbook(String name) throws IOException {
    return Files.readString(out().resolve("runbooks/" + name + ".md"));
  }

  private int adopt(String... words) {
    List<String> all = new ArrayList<>(List.of("adopt", "--out", out().toString()));
    all.addAll(List.of(words));
    return Main.cli(name -> null)
        .writingTo(
            new PrintWriter(new StringWriter()),
            new PrintWriter(System.err, true, StandardCharsets.UTF_8))
        .run(all.toArray(String[]::new));
  }

  private static String run(String... words) {
    StringWriter text = new StringWriter();
    Main.cli(name -> null).writingTo(new PrintWriter(text), new PrintWriter(text)).run(words);
    assertThat(Json.tree(text.toString()).path("error").isObject()).isTrue();
    return text.toString();
  }

  /** Errors; that a metric has no source yet is no error of a draft. */
  private List<String> problems() {
    ManualReader reader = new ManualReader(new Parts().all(), ENVIRONMENT);
    return ManualSet.read(List.of(out()), false, reader).problems().values().stream()
        .flatMap(List::stream)
        .filter(problem -> problem.level() == Problem.Level.ERROR)
        .map(Problem::toString)
        .toList();
  }

  /** Components but the machine, each with its probes. */
  private static Map<String, String> probes(String draft) {
    Map<String, String> all = new TreeMap<>();
    Node root = Yaml.read("jigi.yaml", draft, new Problems());
    Node components = ((Node.MapNode) root).get("components");
    ((Node.MapNode) Objects.requireNonNull(components))
        .entries()
        .forEach(
            (name, component) -> {
              List<String> found = new ArrayList<>();
              if (((Node.MapNode) component).get("probes") instanceof Node.ListNode list) {
                list.items().forEach(item -> found.add(probe((Node.MapNode) item)));
              }
              all.put(name, found.isEmpty() ? "-" : String.join(", ", found));
            });
    all.remove("machine");
    return all;
  }

  private static String probe(Node.MapNode item) {
    Map.Entry<String, Node> first = item.entries().entrySet().iterator().next();
    String target = ((Node.ScalarNode) first.getValue()).text().replace("http://", "");
    return first.getKey() + " " + target;
  }
}
