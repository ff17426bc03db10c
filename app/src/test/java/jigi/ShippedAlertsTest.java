package jigi;

import static jigi.CatalogueRow.critical;
import static jigi.CatalogueRow.warning;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import jigi.testing.Component;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every alert of the shipped manuals: at its threshold nothing, beyond it and one second before its
 * duration nothing, at that instant those who are named by the channels that are named, and its end
 * afterwards. Rows follow the catalogue; where one says that it awaits something, the rule is there
 * and what is awaited is not, so that no requirement is claimed for it.
 */
@Tag("slow")
class ShippedAlertsTest {
  /** Monday, nine o'clock in Seoul. */
  private static final double NOW = 1772409600;

  private static final double DAY = 86400;

  @TempDir Path folder;

  @Test
  @Shows({
    "ALERT-13",
    "ALERT-14",
    "ALERT-15",
    "ALERT-16",
    "ALERT-17",
    "ALERT-18",
    "ALERT-19",
    "ALERT-20",
    "ALERT-22"
  })
  void timbel() throws Exception {
    // The telephones that the manual asks its user for.
    Map<String, String> filledIn =
        Map.of(
            "email: dba@timbel.net", "email: dba@timbel.net, phone: +82-10-5555-0001",
            "email: devops@timbel.net", "email: devops@timbel.net, phone: +82-10-5555-0002");
    check(
        "timbel",
        filledIn,
        critical("ALERT-13", "HighCpu")
            .when("host_cpu_used_ratio{component='host', probe='host'}", 0.90, 0.91)
            .lasting("5m")
            .tells("sms oncall", "mail oncall", "sms devops-lead", "mail devops-lead", "slack")
            .does("suggest cpu-high", "automatic scale-out"),
        critical("ALERT-14", "HighMemory")
            .when("host_memory_used_ratio{component='host', probe='host'}", 0.95, 0.96)
            .lasting("3m")
            .tells("sms oncall", "mail oncall", "slack")
            .does("automatic memory-cleanup"),
        critical("ALERT-15", "DatabaseDown")
            .when("probe_success{component='postgres', probe='postgres'}", 1, 0)
            .lasting("15s")
            .tells("sms dba", "mail dba", "sms devops", "mail devops", "slack")
            .does("automatic db-recovery", "suggest db-restore"),
        critical("ALERT-16", "HighErrorRate")
            .grows("http_requests_total{component='backend', job='backend', status='200'}", 95, 94)
            .grows("http_requests_total{component='backend', job='backend', status='500'}", 5, 6)
            .after("5m")
            .lasting("2m")
            .tells("mail dev", "mail devops", "slack")
            .does("automatic log-collection"),
        warning("ALERT-17", "DiskFilling")
            .when(
                "host_filesystem_used_ratio{component='host', probe='host', mount='/'}", 0.80, 0.81)
            .lasting("1m")
            .tells("mail devops", "slack")
            .does("suggest disk-plan"),
        warning("ALERT-18", "SlowApi")
            .grows("http_request_duration_seconds_sum{component='backend', job='backend'}", 10, 11)
            .grows(
                "http_request_duration_seconds_count{component='backend', job='backend'}", 10, 10)
            .after("10m")
            .lasting("10m")
            .tells("slack")
            .does("suggest slow-api"),
        warning("ALERT-19", "CertificateExpiring")
            .when(
                "probe_tls_expiry_timestamp_seconds{component='certificate', probe='tls'}",
                NOW + 90 * DAY,
                NOW + 29 * DAY)
            .tells("mail devops")
            .does("suggest certificate"),
        // Ten an hour, and eleven.
        warning("ALERT-20", "FailedLogins")
            .grows(
                "log_matches_total{component='backend-log', probe='log', pattern='login-failed'}",
                9.9 / 3600,
                12.0 / 3600)
            .after("70m")
            .tells("mail security")
            .does("suggest security-monitor"),
        warning("ALERT-21", "AddressBlocked")
            .when("login_failures{component='logins', probe='exec', address='203.0.113.7'}", 5, 6)
            .tells("mail security")
            .does("automatic block-address"),
        critical("ALERT-22", "RecoveryTestFailed")
            .when("jigi_drill_success{plan='database'}", 1, 0)
            .tells("mail operations")
            .does("suggest recovery-test"),
        warning("ALERT-22", "RecoveryTestMissing")
            .when(
                "jigi_drill_last_success_timestamp_seconds{plan='database'}",
                NOW - DAY,
                NOW - 41 * DAY)
            .tells("mail operations")
            .does("suggest recovery-test"));
  }

  @Test
  @Shows({"ALERT-33", "ALERT-34"})
  void gearFreak() throws Exception {
    String disk = "host_filesystem_used_ratio{component='host', probe='host', mount='/'}";
    String status = "log_requests_total{component='nginx-log', probe='log', status='%s'}";
    check(
        "gear-freak",
        Map.of(),
        // Awaits CloudWatch as its source; the machine's own figure is measured.
        warning("ALERT-30", "HighCpu")
            .when("host_cpu_used_ratio{component='host', probe='host'}", 0.80, 0.85)
            .after("6m")
            .lasting("5m")
            .tells("mail ops")
            .does("suggest cpu-high"),
        warning("ALERT-31", "HighMemory")
            .when("host_memory_used_ratio{component='host', probe='host'}", 0.849, 0.85)
            .lasting("3m")
            .tells("mail ops")
            .does("suggest memory-high"),
        warning("ALERT-31", "DiskFilling")
            .when(disk, 0.799, 0.80)
            .lasting("3m")
            .tells("mail ops")
            .does("suggest disk-full"),
        warning("ALERT-31", "ApiErrors")
            .grows(status.formatted("200"), 95, 94)
            .grows(status.formatted("502"), 5, 6)
            .after("10m")
            .lasting("2m")
            .tells("mail ops")
            .does("suggest log-analysis"),
        critical("ALERT-33", "ServiceDown")
            .when("probe_success{component='api', probe='http'}", 1, 0)
            .lasting("30s")
            .tells("mail ops", "mail devops")
            .does("suggest service-down"),
        critical("ALERT-33", "InsightsDown")
            .when("probe_success{component='insights', probe='http'}", 1, 0)
            .lasting("1m")
            .tells("mail ops", "mail devops")
            .does("suggest insights-down"),
        critical("ALERT-33", "DatabaseDown")
            .when("probe_success{component='database', probe='postgres'}", 1, 0)
            .lasting("30s")
            .tells("mail ops", "mail devops")
            .does("suggest db-connection"),
        critical("ALERT-33", "DiskFull")
            .when(disk, 0.94, 0.95)
            .tells("mail ops", "mail devops")
            .does("suggest disk-full"),
        critical("ALERT-33", "CertificateExpired")
            .when(
                "probe_tls_expiry_timestamp_seconds{component='certificate', probe='tls'}",
                NOW + 90 * DAY,
                NOW - DAY)
            .tells("mail ops", "mail devops")
            .does("suggest certificate-expired"),
        warning("ALERT-34", "CertificateExpiring")
            .when(
                "probe_tls_expiry_timestamp_seconds{component='certificate', probe='tls'}",
                NOW + 90 * DAY,
                NOW + 29 * DAY)
            .tells("mail ops")
            .does("suggest certificate-renewal"),
        // Await logins, foreign addresses, security groups and cost: 35 and 36 are shown in part.
        periodic("ALERT-35", "ErrorsGrowing", "errors-not-growing", "log-analysis"),
        periodic("ALERT-35", "TooManyRateLimited", "few-rate-limited", "log-analysis"),
        periodic("ALERT-35", "SlowQueries", "mean-query-fast", "slow-database"),
        periodic("ALERT-36", "ApiSlow", "api-fast", "slow-database"),
        periodic("ALERT-36", "ProductQuerySlow", "query-fast", "slow-database"),
        warning("ALERT-36", "ContainerLogLarge")
            .when(
                "container_log_size_bytes{component='serverpod', probe='container'}", 499e6, 500e6)
            .lasting("10m")
            .tells("mail ops")
            .does("suggest container-logs"));
  }

  private static CatalogueRow periodic(String id, String rule, String condition, String guide) {
    return warning(id, rule)
        .when("jigi_condition{name='" + condition + "'}", 1, 0)
        .lasting("1h")
        .tells("mail ops")
        .does("suggest " + guide);
  }

  @Test
  @Shows({"ALERT-37", "ALERT-38", "ALERT-39", "ALERT-40", "ALERT-41"})
  void webProject() throws Exception {
    String targets =
        "prometheus_targets{component='prometheus', probe='prometheus', job='%s', health='down'}";
    String up = "probe_success{component='prometheus', probe='prometheus'}";
    String lines = "log_lines_total{component='gateway-log', probe='log', level='none'}";
    check(
        "web-project",
        Map.of(),
        warning("ALERT-37", "TargetDown")
            .when(targets.formatted("mysqld"), 0, 1)
            .when(up, 1, 1)
            .lasting("1m")
            .tells("mail ops")
            .does("suggest target-down"),
        warning("ALERT-37", "TargetDown")
            .when(targets.formatted("nginx"), 0, 1)
            .when(up, 1, 1)
            .lasting("1m")
            .tells("mail ops")
            .does("suggest target-down"),
        // The colour that stands by may be down.
        warning("ALERT-37", "TargetDown")
            .when(targets.formatted("spring-backend-bluegreen"), 1, 2)
            .when(up, 1, 1)
            .lasting("1m")
            .tells("mail ops")
            .does("suggest target-down"),
        warning("ALERT-38", "CertificateExpiringSoon")
            .when(
                "probe_tls_expiry_timestamp_seconds{component='certificate', probe='tls'}",
                NOW + 90 * DAY,
                NOW + 29 * DAY)
            .tells("slack")
            .does("suggest certificate"),
        warning("ALERT-39", "BadGateway")
            .grows(
                "log_matches_total{component='gateway-log', probe='log', pattern='bad-gateway'}",
                5,
                6)
            .grows(lines, 100, 100)
            .after("10m")
            .lasting("1m")
            .tells("mail ops")
            .does("suggest gateway-502"),
        monitoring("grafana", "grafana"),
        monitoring("alertmanager", "alertmanager"),
        // All targets down at once make this probe fail.
        monitoring("prometheus", "prometheus"),
        monitoring("loki", "loki"),
        warning("ALERT-41", "DeploymentFailed")
            .when("jigi_deploy_last_run_success{deployment='backend'}", 1, 0)
            .tells("mail ops")
            .does("suggest deployment-interrupted"));
  }

  private static CatalogueRow monitoring(String component, String probe) {
    return critical("ALERT-40", "MonitoringDown")
        .when("probe_success{component='" + component + "', probe='" + probe + "'}", 1, 0)
        .lasting("1m")
        .tells("mail ops")
        .does("suggest monitoring-down");
  }

  @Test
  @Shows({
    "ALERT-42",
    "ALERT-43",
    "ALERT-44",
    "ALERT-45",
    "ALERT-46",
    "ALERT-47",
    "ALERT-48",
    "ALERT-49",
    "ALERT-51"
  })
  void eventOcr() throws Exception {
    String requests = "http_requests_total{component='ocr', job='ocr', status='%s'}";
    String[] onCall = {"mail devops", "slack"};
    String[] warned = {"mail devops", "slack"};
    String probe = "probe_success{component='%s', probe='%s'}";
    check(
        "event-ocr",
        Map.of(),
        critical("ALERT-42", "ServerErrors")
            .grows(requests.formatted("200"), 95, 94)
            .grows(requests.formatted("500"), 5, 6)
            .after("5m")
            .tells(onCall)
            .does("suggest service-failure"),
        critical("ALERT-42", "ServiceDown")
            .when(probe.formatted("balancer", "http"), 1, 0)
            .lasting("15s")
            .tells(onCall)
            .does("automatic service-failure"),
        critical("ALERT-43", "DatabaseDown")
            .when(probe.formatted("database", "tcp"), 1, 0)
            .lasting("15s")
            .tells(onCall)
            .does("suggest service-failure"),
        critical("ALERT-51", "InstanceDown")
            .when(probe.formatted("app-1", "http"), 1, 0)
            .lasting("15s")
            .tells(onCall)
            .does("suggest service-failure"),
        critical("ALERT-44", "DiskFilling")
            .when(
                "host_filesystem_used_ratio{component='host', probe='host', mount='/'}", 0.90, 0.91)
            .tells(onCall)
            .does("suggest disk-full"),
        critical("ALERT-45", "HighMemory")
            .when("host_memory_used_ratio{component='host', probe='host'}", 0.95, 0.96)
            .tells(onCall)
            .does("suggest memory-high"),
        warning("ALERT-46", "SlowResponse")
            .when("probe_duration_seconds{component='balancer', probe='http'}", 3, 3.2)
            .lasting("1m")
            .delayed("15m")
            .tells(warned)
            .does("suggest slow-response"),
        // Its own fifteen minutes are the fifteen of the delay, not added to them.
        warning("ALERT-47", "HighCpu")
            .when("host_cpu_used_ratio{component='host', probe='host'}", 0.80, 0.85)
            .lasting("15m")
            .delayed("15m")
            .tells(warned)
            .does("suggest slow-response"),
        warning("ALERT-48", "OcrFailing")
            .grows("ocr_items_total{component='ocr', job='ocr'}", 1, 1)
            .grows("ocr_failures_total{component='ocr', job='ocr'}", 0.1, 0.11)
            .after("10m")
            .lasting("1m")
            .delayed("15m")
            .tells(warned)
            .does("suggest ocr-failures"),
        backup("BackupFailed", "jigi_backup_last_run_success{plan='database'}", 1, 0),
        backup("BackupOverdue", "jigi_backup_overdue{plan='database'}", 0, 1),
        backup("BackupDamaged", "jigi_backup_copies_whole{plan='database'}", 1, 0));
  }

  private static CatalogueRow backup(String rule, String series, double well, double bad) {
    return warning("ALERT-49", rule)
        .when(series, well, bad)
        .delayed("15m")
        .tells("mail devops", "slack")
        .does("suggest backup-failure");
  }

  @Test
  @Shows({"ALERT-23", "ALERT-24", "ALERT-25", "ALERT-26", "ALERT-27", "ALERT-29"})
  void tDeveloper() throws Exception {
    String faster =
        "pipeline_execution_seconds_bucket{component='pipeline', job='pipeline', le='%s'}";
    String all = "pipeline_requests_total{component='pipeline', job='pipeline'}";
    String failed = "pipeline_failures_total{component='pipeline', job='pipeline'}";
    String gauge = "%s{component='pipeline', job='pipeline'}";
    String[] warned = {"mail ops", "slack"};
    String[] outage = {"mail devops-lead", "mail pagerduty", "slack"};
    check(
        "t-developer",
        Map.of(),
        // First, because what it looks back on is a month.
        warning("ALERT-29", "SloAvailability")
            .when("probe_success{component='service', probe='http'}", 1, 0)
            .after("1h")
            .tells(warned)
            .does("suggest outage"),
        // 95 of 100 within 45 s, and 94.
        warning("ALERT-23", "SloResponseTime")
            .grows(faster.formatted("45"), 9.6, 9.4)
            .grows(faster.formatted("60"), 10, 10)
            .grows(faster.formatted("+Inf"), 10, 10)
            .after("6m")
            .lasting("5m")
            .tells(warned)
            .does("suggest performance"),
        warning("ALERT-23", "SlowAgent")
            .when("promql_value{component='parser', probe='execution-time'}", 10, 11)
            .lasting("5m")
            .tells(warned)
            .does("suggest performance"),
        warning("ALERT-23", "HighMemory")
            .when(gauge.formatted("service_memory_used_ratio"), 0.80, 0.81)
            .lasting("5m")
            .tells(warned)
            .does("suggest performance"),
        warning("ALERT-23", "HighCpu")
            .when(gauge.formatted("service_cpu_used_ratio"), 0.70, 0.71)
            .lasting("5m")
            .tells(warned)
            .does("suggest performance"),
        warning("ALERT-23", "SloErrorRate")
            .grows(all, 100, 100)
            .grows(failed, 2, 3)
            .after("6m")
            .lasting("5m")
            .tells(warned)
            .does("suggest error-patterns"),
        critical("ALERT-24", "VerySlow")
            .grows(faster.formatted("60"), 9.6, 9.4)
            .grows(faster.formatted("120"), 10, 10)
            .grows(faster.formatted("+Inf"), 10, 10)
            .after("6m")
            .lasting("1m")
            .tells(warned)
            .does("suggest performance"),
        critical("ALERT-25", "HighErrorRate")
            .grows(all, 100, 100)
            .grows(failed, 5, 6)
            .after("6m")
            .lasting("1m")
            .tells(warned)
            .does("suggest error-patterns"),
        critical("ALERT-26", "ServiceUnreachable")
            .when("probe_success{component='service', probe='http'}", 1, 0)
            .lasting("1m")
            .tells(outage)
            .does("suggest outage"),
        critical("ALERT-26", "EverythingFails")
            .grows(all, 10, 10)
            .grows(failed, 0, 10)
            .after("6m")
            .lasting("1m")
            .tells(outage)
            .does("suggest outage"),
        warning("ALERT-27", "AgentFailing")
            .when("probe_success{component='parser', probe='failures'}", 1, 0)
            .lasting("1m")
            .tells(warned)
            .does("suggest agent"),
        // What is to be looked at and has no number in the manual.
        warning("ALERT-56", "CacheCold")
            .when(gauge.formatted("cache_hit_ratio"), 0.5, 0.49)
            .lasting("10m")
            .tells(warned)
            .does("suggest performance"),
        warning("ALERT-29", "TooManySessions")
            .when(gauge.formatted("active_sessions"), 99, 100)
            .lasting("1m")
            .tells(warned)
            .does("suggest surge"));
  }

  @Test
  void whatARuleTellsOfABackupIsNotToldAsAFailedRunToo() throws Exception {
    try (AlertedHouse house = new AlertedHouse(folder, "event-ocr", Map.of())) {
      assertThat(house.readsFailureOf("database", false)).isTrue();
      assertThat(house.readsFailureOf("database", true)).isTrue();
    }
    Path other = folder.resolve("other");
    try (AlertedHouse house = new AlertedHouse(other, "t-developer", Map.of())) {
      assertThat(house.readsFailureOf("database", false)).as("no rule reads it").isFalse();
    }
  }

  @Test
  @Shows("ALERT-56")
  void whatTheManualsLeaveOpenIsMarkedAsOurChoice() throws Exception {
    Map<String, List<String>> choices =
        Map.of(
            "gear-freak/rules/host.yaml", List.of("- alert: HighMemory"),
            "gear-freak/rules/services.yaml", List.of("- alert: ApiErrors"),
            "web-project/rules/application.yaml",
                List.of("- alert: CertificateExpiringSoon", "- alert: BadGateway"),
            "web-project/jigi.yaml", List.of("health: {path: /api/actuator/health"),
            "t-developer/rules/pipeline.yaml", List.of("- alert: CacheCold"));
    for (String file : choices.keySet()) {
      String text = Files.readString(Component.root().resolve("manuals").resolve(file));
      for (String chosen : choices.get(file)) {
        assertThat(text)
            .as(file)
            .containsPattern("# Our choice: [^\n]+\n *" + Pattern.quote(chosen));
      }
    }
  }

  private void check(String manual, Map<String, String> filledIn, CatalogueRow... rows)
      throws Exception {
    try (AlertedHouse house = new AlertedHouse(folder, manual, filledIn)) {
      for (CatalogueRow row : List.of(rows)) {
        row.holdsIn(house);
      }
    }
  }
}
