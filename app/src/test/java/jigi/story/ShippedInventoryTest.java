package jigi.story;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Map;
import jigi.Shows;
import jigi.testing.Component;
import jigi.testing.Needs;
import jigi.testing.RunningJigi;
import jigi.testing.ShopScene;
import jigi.testing.Until;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A manual as it ships, without stand-ins, in a rehearsal that asks nobody. */
@Tag("slow")
@Needs("jigi-jar")
class ShippedInventoryTest {
  @TempDir Path folder;

  @Test
  @Shows({"INV-13", "INV-14"})
  void gearFreakNamesItsHostAndWhatAnswersThere() {
    String manual = Component.root().resolve("manuals/gear-freak").toString();
    RunningJigi.Setup setup =
        new RunningJigi.Setup(
            ShopScene.freePort(),
            folder.resolve("data"),
            folder,
            List.of(manual, "--rehearsal"),
            Map.of());
    try (RunningJigi jigi = RunningJigi.start(setup)) {
      assertThat(jigi.get("/api/v1/hosts?system=gear-freak").toString())
          .contains("ec2-user@3.36.158.97");
      assertThat(jigi.get("/api/v1/manuals").toString())
          .contains("keys/gear-freak-server-key.pem", "/opt/gear_freak");
      assertThat(jigi.page("/services/gear-freak/host"))
          .contains("EC2 t3.micro", "ap-northeast-2", "Elastic IP");
      assertThat(jigi.get("/api/v1/components/gear-freak/host").path("facts").toString())
          .contains("\"whole\":1.0E9", "\"whole\":2.0E10");
      for (Map.Entry<String, String> each :
          Map.of(
                  "api", "https://api.gear-freaks.com",
                  "insights", "https://insights.gear-freaks.com",
                  "web", "https://app.gear-freaks.com")
              .entrySet()) {
        assertThat(jigi.get("/api/v1/manuals").toString()).contains(each.getValue());
        String page = "/services/gear-freak/" + each.getKey();
        String host = each.getValue().substring("https://".length());
        Until.so("asked", () -> jigi.page(page).contains(host), jigi::log);
      }
    }
  }

  @Test
  @Shows({
    "INV-06", "INV-08", "INV-09", "INV-11", "INV-15", "INV-16", "INV-17", "INV-18", "INV-19",
    "INV-20", "ENV-18"
  })
  void everyPartThatAManualSpeaksOfIsInItsInventory() {
    Path manuals = Component.root().resolve("manuals");
    RunningJigi.Setup setup =
        new RunningJigi.Setup(
            ShopScene.freePort(),
            folder.resolve("data"),
            folder,
            List.of(
                manuals.resolve("timbel").toString(),
                manuals.resolve("gear-freak").toString(),
                manuals.resolve("web-project").toString(),
                manuals.resolve("event-ocr").toString(),
                manuals.resolve("t-developer").toString(),
                "--rehearsal"),
            Map.of());
    try (RunningJigi jigi = RunningJigi.start(setup)) {
      assertThat(jigi.page("/services/t-developer"))
          .contains("로드 밸런서 (ALB)", "ECS Fargate t-developer-cluster-production")
          .contains("t-developer-service-production", "ECR t-developer-backend-production")
          .contains(
              "S3 t-developer-projects-production", "DynamoDB t-developer-metadata-production")
          .contains("Secrets Manager t-developer/production/api-keys", "RDS t-developer-prod")
          .contains("CloudWatch T-Developer/Pipeline", "Logs /ecs/t-developer-production", "X-Ray")
          .contains("SNS t-developer-alerts-production (us-east-1)", "Route 53 호스팅 영역");
      assertThat(jigi.page("/services/t-developer/cloudwatch"))
          .contains("t-developer-dashboard-production");
      assertThat(jigi.page("/services/t-developer/alb")).contains("T-Developer API");
      assertThat(jigi.page("/services/timbel/test-postgres")).contains("5433");
      assertThat(jigi.page("/services/timbel/paths"))
          .contains("/opt/backups/timbel", "incremental/", "/opt/reports", "/opt/scripts");
      String written = jigi.get("/api/v1/manuals").toString();
      assertThat(written)
          .contains("http://localhost:3001/health", "http://localhost:3000")
          .contains("http://localhost:9090", "localhost:443", "/opt/timbel/ssl/timbel.crt")
          .contains("/var/log/timbel-backup.log", "/etc/logrotate.d/timbel")
          .contains("/var/log/nginx/api.gear-freaks.com.access.log", "/var/log/backup.log")
          .contains("certbot-renew.timer", "/opt/gear_freak/backups")
          .contains("infrastructure/mysql/data/mysql.err", "deploy-state.json", ".env.*")
          .contains("gateway/letsencrypt/log/letsencrypt.log", "web_project_webnet");
      assertThat(jigi.page("/services/gear-freak/image"))
          .contains("pyowonsik/gear-freak-server:latest");
      assertThat(jigi.page("/services/gear-freak/storage"))
          .contains("gear-freak-private-storage-3059875/backups/");
      assertThat(jigi.page("/services/gear-freak/outputs"))
          .contains("security_group_id", "instance_id", "admin_ip");
      assertThat(jigi.page("/services/web-project/application-stack"))
          .contains("application/docker-compose.application.prod.yml");
      assertThat(jigi.page("/architecture/web-project"))
          .contains("gateway-stack", "monitoring-stack", "infrastructure-stack", "frontend-dist")
          .contains("backend-blue", "backend-green", "mysqld-exporter", "alertmanager", "images");
      assertThat(jigi.page("/services/event-ocr"))
          .contains("Docker Swarm 또는 Kubernetes", "로드 밸런서", "PostgreSQL 복제본", "OCR 처리 서비스")
          .contains("재해 복구 사이트", "GitHub Actions 또는 GitLab CI", "이미지 저장소")
          .contains("Prometheus와 Grafana", "ELK 또는 Fluentd", "New Relic, Datadog");
      Until.so(
          "what is to be delivered is looked for, and told as missing",
          () ->
              List.of(
                      "production",
                      "nginx",
                      "database",
                      "workflows",
                      "logging",
                      "prometheus",
                      "grafana",
                      "secrets")
                  .stream()
                  .allMatch(folder -> isMissed(deliverables(jigi), folder)),
          jigi::log);
    }
  }

  private static boolean isMissed(String page, String folder) {
    return page.matches("(?s).*폴더가 없습니다: /opt/event-ocr/[a-z./]*" + folder + "\\b.*");
  }

  private static String deliverables(RunningJigi jigi) {
    return jigi.page("/services/event-ocr/deliverables");
  }

  /** Jigi has no terminal here and stands in another folder than the manual. */
  @Test
  @Shows({"HC-15", "HC-49"})
  void theDailyCheckBeginsByItselfAtNine() throws Exception {
    Path manual = Files.createDirectories(folder.resolve("gear-freak"));
    Path shipped = Component.root().resolve("manuals/gear-freak");
    // Its incidents name runbooks, which are left out here.
    String text =
        Files.readString(shipped.resolve("jigi.yaml"))
            .replaceFirst("(?ms)^incidents:.*?(?=^\\S|\\z)", "");
    // What its probes say is not what this is about.
    Files.writeString(
        manual.resolve("jigi.yaml"), text.replaceAll("every: [0-9]+[sm]", "every: 6h"));
    Files.createDirectory(manual.resolve("checklists"));
    Files.copy(shipped.resolve("checklists/daily.md"), manual.resolve("checklists/daily.md"));
    RunningJigi.Setup setup =
        new RunningJigi.Setup(
            ShopScene.freePort(),
            folder.resolve("data"),
            Files.createDirectory(folder.resolve("elsewhere")),
            List.of(manual.toString(), "--rehearsal"),
            Map.of());
    try (RunningJigi jigi = RunningJigi.start(setup)) {
      Instant now = Instant.parse(jigi.get("/api/v1/clock").path("now").asText());
      ZonedDateTime local = now.atZone(ZoneId.of("Asia/Seoul"));
      ZonedDateTime nine = local.with(LocalTime.of(9, 0));
      ZonedDateTime next = nine.isAfter(local) ? nine : nine.plusDays(1);
      long seconds = Duration.between(local, next).toSeconds() + 1;
      long asleep = Math.max(1, seconds - 30);
      jigi.post("/api/v1/clock/advance", Map.of("by", asleep + "s", "asleep", true));
      jigi.post("/api/v1/clock/advance", Map.of("by", seconds - asleep + "s"));
      Until.so(
          "begun and answered",
          () -> {
            JsonNode newest = newest(jigi);
            return newest.path("items").asInt() > 10 && newest.path("open").asInt() == 0;
          },
          () -> newest(jigi) + jigi.log());
      assertThat(Instant.parse(newest(jigi).path("started").asText()))
          .isBetween(next.toInstant(), next.toInstant().plusSeconds(60));
      assertThat(newest(jigi).path("status").asText())
          .as("nothing of it could be asked")
          .isIn("unknown", "fail");
      assertThat(jigi.get("/api/v1/runs?limit=20").toString())
          .contains("\"trigger\":\"schedule:daily 09:00");
    }
  }

  private static JsonNode newest(RunningJigi jigi) {
    return jigi.get("/api/v1/checklists/gear-freak/daily").path("history").path(0);
  }
}
