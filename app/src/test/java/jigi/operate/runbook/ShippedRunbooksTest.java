package jigi.operate.runbook;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import jigi.Shows;
import jigi.base.kernel.Status;
import jigi.base.run.Role;
import jigi.base.run.RunState;
import jigi.base.run.Runs;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Runbooks that ship with Jigi, executed as they are on a host with real files and real openssl;
 * what would reach out of it (docker, certbot, sudo) writes down how it was called.
 */
@Timeout(90)
@Tag("slow")
class ShippedRunbooksTest extends ShippedRunbooks {
  private static final String CERTIFICATE =
      """
      openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days "$DAYS" \
        -subj /CN=example.com -keyout /dev/null -out "$1" 2>/dev/null
      """;

  @Test
  @Shows({"RB-18", "LOG-24", "FIX-12"})
  void aFullDiskIsClearedOfWhatNobodyNeedsForAWayBack() throws Exception {
    Path backups = folder("srv/backups");
    Files.writeString(backups.resolve("postgres_8.sql.gz"), "a dump");
    images();

    Runs.Detail asked = start("gear-freak", "disk-full", "DiskFilling", Map.of());
    assertThat(output(asked)).contains("postgres_8.sql.gz");
    assertThat(calls()).as("before anybody approved").doesNotContain("prune database");
    Runs.Detail ended = approved(asked, "user:ops");

    assertThat(ended.run().state()).as("" + ended.steps()).isEqualTo(RunState.SUCCEEDED);
    assertThat(names(backups)).as("no command deletes any").isEqualTo("postgres_8.sql.gz");
    assertThat(calls())
        .contains("prune database", "docker image prune -f", "docker rmi app-4", "docker rmi app-5")
        .contains("journalctl --vacuum-time=7d")
        .doesNotContain("rmi app-3", "rmi db-1", "system prune", "volume prune", "container prune");
  }

  @Test
  @Shows("RB-18")
  void nothingElseIsDeletedWhereTheBackupsCannotBeAsked() throws Exception {
    folder("srv/backups");
    Files.writeString(folder.resolve("store-is-away"), "");
    images();

    Runs.Detail ended =
        approved(start("gear-freak", "disk-full", "DiskFilling", Map.of()), "user:devops");

    assertThat(ended.run().state()).isEqualTo(RunState.FAILED);
    assertThat(calls()).doesNotContain("rmi", "image prune");
  }

  @Test
  @Shows({"RB-20", "FIX-15"})
  void aCertificateIsRenewedWithoutForceAndItsExpiryLookedAtAgain() throws Exception {
    certbot();
    certificate("srv/cert.pem", 5);

    Runs.Detail asked = start("gear-freak", "certificate-renewal", null, Map.of());
    assertThat(calls()).isEqualTo("certbot renew --dry-run");
    Runs.Detail ended = approved(asked, "user:ops");

    assertThat(ended.run().state()).as("" + ended.steps()).isEqualTo(RunState.SUCCEEDED);
    assertThat(calls().lines())
        .containsExactly(
            "certbot renew --dry-run", "certbot renew", "nginx -t", "systemctl reload nginx");
  }

  @Test
  @Shows("RB-19")
  void anExpiredCertificateIsRenewedAtOnceAndTheNewOneIsSeen() throws Exception {
    certbot();
    certificate("srv/cert.pem", 1);

    Runs.Detail ended = start("gear-freak", "certificate-expired", null, Map.of());

    assertThat(ended.run().state()).as("" + ended.steps()).isEqualTo(RunState.SUCCEEDED);
    assertThat(calls().lines())
        .containsExactly(
            "certbot certificates", "certbot renew", "nginx -t", "systemctl reload nginx");
  }

  @Test
  @Shows("RB-28")
  void webProjectsCertificateIsIssuedAndTheGatewayStartedAgain() throws Exception {
    Path live = folder("srv/gateway/letsencrypt/etc/live/shop.example.com");
    folder("srv/gateway/letsencrypt/log");
    Files.writeString(
        folder.resolve("srv/gateway/letsencrypt/log/letsencrypt.log"), "it will expire soon\n");
    certificate("srv/" + folder.resolve("srv").relativize(live) + "/cert.pem", 5);
    program(
        "../srv/gateway/certbot-issue.sh",
        "echo \"certbot-issue.sh $*\" >> \"$CALLS\"; DAYS=90; set --"
            + " \"$2/gateway/letsencrypt/etc/live/$4/cert.pem\"\n"
            + CERTIFICATE);

    Runs.Detail asked =
        start(
            "web-project",
            "certificate",
            "CertificateExpiringSoon",
            Map.of("DOMAIN", "shop.example.com", "EMAIL", "kim@example.com"));
    assertThat(output(asked)).contains("notAfter=", "it will expire soon");
    Runs.Detail ended = approved(asked, "user:kim");

    assertThat(ended.run().state()).as("" + ended.steps()).isEqualTo(RunState.SUCCEEDED);
    assertThat(calls())
        .contains(
            "certbot-issue.sh --base-dir "
                + folder.resolve("srv").toRealPath()
                + " -d shop.example.com -e kim@example.com")
        .endsWith("restart nginx");
  }

  @Test
  @Shows("RB-24")
  void aBackendIsMadeAnewOnlyWhereStateAndGatewayAgreeOnTheColour() throws Exception {
    folder("srv/application/backend");
    folder("srv/gateway/nginx");
    Path state = folder.resolve("srv/deploy-state.json");
    Files.writeString(
        folder.resolve("srv/application/.env.application.prod"), "DB_URL=\nDB_PASSWORD=hunter22\n");
    Files.writeString(
        folder.resolve("srv/gateway/nginx/.env.production"), "NGINX_BACKEND_HOST=backend-green\n");
    Files.writeString(state, "{\"activeColor\": \"blue\"}\n");
    program("docker-compose", "echo \"docker-compose $* BE_TAG=${BE_TAG-}\" >> \"$CALLS\"");
    Map<String, String> values = Map.of("COLOR", "green", "TAG", "1.4.2");

    Runs.Detail stopped = start("web-project", "backend-health", "GatewayDown", values);
    assertThat(stopped.run().state()).isEqualTo(RunState.FAILED);
    assertThat(calls()).doesNotContain(" up ");
    assertThat(output(stopped))
        .contains("값이 비었음: DB_URL", "application/backend/.env.production: 읽을 수 없음")
        .contains("deploy-state.json: blue, 게이트웨이: green")
        .doesNotContain("hunter22");

    Files.writeString(state, "{\"activeColor\": \"green\"}\n");
    Runs.Detail ended = start("web-project", "backend-health", "GatewayDown", values);
    assertThat(ended.run().state()).as("" + ended.steps()).isEqualTo(RunState.SUCCEEDED);
    assertThat(calls()).contains("logs --tail 200 backend-green", "mysqladmin");
    assertThat(calls()).endsWith("up -d backend-green BE_TAG=1.4.2");
  }

  @Test
  @Shows("RB-27")
  void theMonitoringStackIsMadeAnewAndItsNetworkNameCompared() throws Exception {
    folder("srv/application");
    folder("srv/monitoring");
    Files.writeString(
        folder.resolve("srv/monitoring/.env.monitoring.prod"), "APP_NETWORK_NAME=other_net\n");

    Runs.Detail ended = start("web-project", "monitoring-down", "MonitoringDown", Map.of());

    assertThat(ended.run().state()).as("" + ended.steps()).isEqualTo(RunState.SUCCEEDED);
    assertThat(output(ended))
        .contains("애플리케이션: web_project_webnet, 모니터링: other_net", "서로 다름", "Filesystem");
    assertThat(calls())
        .contains("logs --tail 100 grafana prometheus alertmanager loki")
        .endsWith("up -d grafana prometheus alertmanager loki");
  }

  @Test
  @Shows("ENV-04")
  void aNetworkIsRenamedOnlyWhenNoFileNamesTheOldOneAnyMore() throws Exception {
    host = ", compose: docker-compose";
    for (String stack : List.of("infrastructure", "application", "gateway", "monitoring")) {
      Files.writeString(
          folder("srv/" + stack).resolve("docker-compose." + stack + ".prod.yml"),
          "networks: {default: {external: true, name: \"${APP_NETWORK_NAME}\"}}\n");
    }
    Path server = folder.resolve("srv/.env.server.prod");
    Path gateway = folder.resolve("srv/gateway/.env.gateway.prod");
    Path script = folder.resolve("srv/gateway/attach.sh");
    Files.writeString(server, "SECRET=hunter22\nAPP_NETWORK_NAME=web_project_webnet\n");
    Files.writeString(gateway, "APP_NETWORK_NAME=web_project_webnet\n");
    Files.writeString(script, "docker network connect web_project_webnet nginx\n");
    program(
        "docker",
        """
        echo "docker $*" >> "$CALLS"
        case "$*" in
          *"create net2") touch "$HERE/srv/net2" ;;
          *"inspect net2") [ -e "$HERE/srv/net2" ] ;;
          *"rm web_project_webnet") touch "$HERE/srv/removed" ;;
          *"inspect web_project_webnet") [ ! -e "$HERE/srv/removed" ] ;;
        esac
        """);
    program(
        "docker-compose",
        """
        echo "docker-compose $*" >> "$CALLS"
        case "$*" in *gateway*" ps "*) echo nginx ;; *application*" ps "*) echo backend-green ;; esac
        """);
    Map<String, String> values = Map.of("NEW", "net2");

    Runs.Detail asked = start("web-project", "network-rename", null, values);
    assertThat(output(asked))
        .contains("./.env.server.prod", "./gateway/.env.gateway.prod", "./gateway/attach.sh")
        .contains("./monitoring/docker-compose.monitoring.prod.yml")
        .doesNotContain("hunter22");
    Files.writeString(server, "SECRET=hunter22\nAPP_NETWORK_NAME=net2\n");
    Runs.Detail early = approved(asked, "user:kim");
    assertThat(early.run().state()).isEqualTo(RunState.FAILED);
    assertThat(output(early)).contains("아직 web_project_webnet", "attach.sh");
    Files.writeString(script, "docker network connect net2 nginx\n");
    Files.writeString(gateway, "APP_NETWORK_NAME=net3\n");
    Runs.Detail apart = approved(start("web-project", "network-rename", null, values), "user:kim");
    assertThat(output(apart)).contains("서로 다름: ./gateway/.env.gateway.prod");
    assertThat(calls()).as("nothing was touched").doesNotContain("create", "up -d");

    Files.writeString(gateway, "APP_NETWORK_NAME=net2\n");
    Runs.Detail ended = approved(start("web-project", "network-rename", null, values), "user:kim");
    assertThat(ended.run().state()).as(output(ended)).isEqualTo(RunState.SUCCEEDED);
    assertThat(calls().lines())
        .containsSubsequence(
            "docker network create net2",
            "docker-compose -f application/docker-compose.application.prod.yml --env-file"
                + " .env.server.prod up -d backend-green",
            "docker-compose -f gateway/docker-compose.gateway.prod.yml --env-file"
                + " .env.server.prod up -d nginx",
            "docker network rm web_project_webnet");
    assertThat(calls()).doesNotContain("infrastructure.prod.yml --env-file .env.server.prod up");
  }

  @Test
  @Shows("RB-17")
  void theDatabaseMustAnswerItselfAfterItsRestart() throws Exception {
    program(
        "docker-compose",
        """
        echo "docker-compose $*" >> "$CALLS"
        case "$1" in exec) grep -q 'restart postgres' "$CALLS" && echo 'PostgreSQL 15.6' ;; esac
        """);

    Runs.Detail ended = start("gear-freak", "db-connection", null, Map.of());

    assertThat(ended.run().state()).as("" + ended.steps()).isEqualTo(RunState.SUCCEEDED);
    assertThat(calls())
        .contains("ps postgres", "logs --tail 50 postgres", "restart postgres", "SELECT version()");
    assertThat(output(ended)).contains("PostgreSQL 15.6");
  }

  @Test
  @Shows("RB-25")
  void theGatewayIsTurnedToTheColourThatAPersonSaw() throws Exception {
    Path env = folder("srv/gateway/nginx").resolve(".env.production");
    Files.writeString(env, "SECRET=x\nNGINX_BACKEND_HOST=backend-blue\n");
    Files.setPosixFilePermissions(env, PosixFilePermissions.fromString("rw-rw-rw-"));

    Runs.Detail asked = start("web-project", "gateway-502", "BadGateway", Map.of("COLOR", "green"));
    assertThat(output(asked)).contains("NGINX_BACKEND_HOST=backend-blue");
    assertThat(env).content().contains("backend-blue");
    Runs.Detail ended = approved(asked, "user:ops");

    assertThat(ended.run().state()).as("" + ended.steps()).isEqualTo(RunState.SUCCEEDED);
    assertThat(env).hasContent("SECRET=x\nNGINX_BACKEND_HOST=backend-green\n");
    assertThat(calls()).contains("logs --tail 200 nginx").endsWith("up -d --force-recreate nginx");
  }

  @Test
  @Shows("FIX-04")
  void memoryIsClearedFromTheSmallestActionOnAndNoDatabaseIsRestarted() throws Exception {
    bench.conditions.put("memory-ok", Status.FAIL);
    program(
        "docker",
        """
        echo "docker $*" >> "$CALLS"
        printf '%s\\n' '61.20% timbel_postgres_1' '9.75% timbel_frontend_1' '30.10% timbel_backend-2_1'
        """);

    Runs.Detail ended = start("timbel", "memory-cleanup", "HighMemory", Map.of());

    assertThat(ended.run().reason()).as("the goal was never reached").isEqualTo("goal-missed");
    assertThat(calls().lines().filter(call -> call.startsWith("docker-compose")))
        .containsExactly(
            "docker-compose exec -T redis redis-cli MEMORY PURGE",
            "docker-compose restart backend-2");
    assertThat(output(ended)).contains("Mem:", "다시 시작: backend-2");
  }

  @Test
  @Shows("FIX-11")
  void gearFreaksMemoryIsFreedByItsApiFirst() throws Exception {
    bench.conditions.put("memory-ok", Status.FAIL);
    program("docker", "true");
    program(
        "docker-compose",
        "echo \"docker-compose $*\" >> \"$CALLS\"; touch \"$HERE/condition-memory-ok\"");

    Runs.Detail ended =
        start(
            "gear-freak",
            "memory-high",
            "HighMemory, expr: up, labels: {severity: warning}}\n"
                + "      - {alert: ContainerMemoryHigh",
            Map.of());

    assertThat(ended.run().reason()).isEqualTo("goal-reached");
    assertThat(calls()).isEqualTo("docker-compose restart serverpod");
  }

  @Test
  @Shows("FIX-10")
  void aLoopingContainerIsLookedAtAndNotStarted() throws Exception {
    Runs.Detail ended = start("gear-freak", "crash-loop", "ContainerLoops", Map.of());

    assertThat(ended.run().state()).isEqualTo(RunState.SUCCEEDED);
    assertThat(ended.definition().steps()).allMatch(step -> step.role() == Role.LOOK);
    assertThat(calls().lines())
        .containsExactly("docker-compose ps", "docker-compose logs --tail 500");
  }

  /** Reads the shipped file, starts it and waits until it asks or has ended. */
  private static String names(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(f -> f.getFileName().toString()).sorted().collect(Collectors.joining(" "));
    }
  }

  /** Five images of one name, newest first, and one of another. */
  private void images() throws IOException {
    program(
        "docker",
        """
        echo "docker $*" >> "$CALLS"
        case "$*" in
          "images --format"*) for i in 1 2 3 4 5; do echo "app app-$i"; done; echo "db db-1" ;;
        esac
        """);
  }

  /** Renews what the gateway shows, unless it only tries. */
  private void certbot() throws IOException {
    program(
        "certbot",
        "echo \"certbot $*\" >> \"$CALLS\"; [ \"$*\" = renew ] || exit 0; DAYS=90; set --"
            + " \"$HERE/srv/cert.pem\"\n"
            + CERTIFICATE);
    program(
        "openssl",
        "case \"$1\" in s_client) exec cat \"$HERE/srv/cert.pem\" ;; *) exec /usr/bin/openssl"
            + " \"$@\" ;; esac");
  }

  private void certificate(String name, int days) throws Exception {
    Path script = Files.createTempFile(folder, "certificate", ".sh");
    Files.writeString(script, "set -e\nDAYS=" + days + "\n" + CERTIFICATE);
    Process process =
        new ProcessBuilder("/bin/sh", script.toString(), folder.resolve(name).toString())
            .redirectErrorStream(true)
            .start();
    assertThat(process.waitFor()).isZero();
    Files.setPosixFilePermissions(
        folder.resolve(name), PosixFilePermissions.fromString("rw-rw-rw-"));
  }
}
