package jigi.detect.discovery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.List;
import jigi.base.exec.Exchange;
import jigi.base.kernel.UserError;
import org.junit.jupiter.api.Test;

/** Reads what a Debian 12 with systemd 252 and iproute2 6.1 prints. */
class SurveyTest {
  private static final String SAID =
      """

      @@ name
      shop-1

      @@ tcp
        sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid
         0: 00000000:0050 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0
         1: 0100007F:1538 00000000:0000 0A 00000000:00000000 00:00000000 00000000   111
         2: 0500000A:1F90 00000000:0000 0A 00000000:00000000 00:00000000 00000000  1000
         3: 0100007F:C350 0100007F:1538 01 00000000:00000000 00:00000000 00000000  1000
         4: 00000000:D431 00000000:0000 0A 00000000:00000000 00:00000000 00000000  1000
        sl  local_address                         remote_address                        st
         0: 00000000000000000000000000000000:0050 00000000000000000000000000000000:0000 0A 0:0 0 0
         1: 00000000000000000000000001000000:18EB 00000000000000000000000000000000:0000 0A 0:0 0 0
         2: 0000000000000000FFFF00000100007F:1F91 00000000000000000000000000000000:0000 0A 0:0 0 0

      @@ programs
      LISTEN 0 511 0.0.0.0:80 0.0.0.0:* users:(("nginx",pid=812,fd=6),("nginx",pid=811,fd=6))
      LISTEN 0 244 127.0.0.1:5432 0.0.0.0:* users:(("postgres",pid=702,fd=6))
      LISTEN 0 128 [::1]:6379 [::]:*

      @@ units
      getty@tty1.service       loaded active running Getty on tty1
      nginx.service            loaded active running A high performance web server
      systemd-journald.service loaded active running Journal Service
      certbot.timer            loaded active waiting Run certbot twice daily
      apt-daily.timer          loaded active waiting Daily apt download activities

      @@ crontab-of /var/spool/cron/crontabs/deploy
      # m h dom mon dow command
      0 2 * * * /opt/backup.sh
      @@ crontab /etc/crontab
      17 *\t* * *\troot    cd / && run-parts --report /etc/cron.hourly
      @@ crontab /etc/cron.d/reports
      0 6 * * 1 www-data /opt/report.sh
      @@ crontab /etc/cron.d/e2scrub_all
      30 3 * * 0 root test -e /run/systemd/system || /sbin/e2scrub_all

      @@ certificate /opt/shop/ssl/none.pem

      @@ end
      """;

  @Test
  void readsWhatAMachineHasAndLeavesOutWhatIsTheSystemsOwn() {
    Survey survey = Survey.of(SAID);
    assertThat(survey.name()).isEqualTo("shop-1");
    assertThat(survey.listening())
        .containsExactly(
            new Listening("", 80, "nginx"),
            new Listening("127.0.0.1", 5432, "postgres"),
            new Listening("::1", 6379, ""),
            new Listening("10.0.0.5", 8080, ""),
            new Listening("127.0.0.1", 8081, ""));
    assertThat(survey.units()).containsExactly("nginx.service", "certbot.timer");
    assertThat(survey.crontabs())
        .containsOnlyKeys("/var/spool/cron/crontabs/deploy", "/etc/cron.d/reports");
    assertThat(survey.crontabs().get("/var/spool/cron/crontabs/deploy"))
        .containsExactly(new Crontab.Line(2, "0 2 * * *", "deploy", "/opt/backup.sh"));
    assertThat(survey.certificates()).isEmpty();
  }

  @Test
  void draftsAMachineBehindSshByWhatIsReachedAndWhatIsNot() throws Exception {
    Adoption adoption = new Adoption(new Open(80));
    adoption.machine(
        Machine.ssh("shop-1", "{ssh: \"deploy@10.0.0.5:22\"}", "10.0.0.5"), Survey.of(SAID));
    Draft draft = adoption.draft("");
    assertThat(draft.system()).isEqualTo("shop-1");
    assertThat(draft.files().get("jigi.yaml"))
        .contains(
            "hosts:\n  shop-1: {ssh: \"deploy@10.0.0.5:22\"}\n",
            "- http: \"http://10.0.0.5:80/\"",
            "- systemd: \"nginx.service\"",
            "- systemd: \"certbot.timer\"",
            "postgres-5432: {postgres: \"jigi@127.0.0.1:5432/postgres\", password: {env:"
                + " SHOP_1_POSTGRES_5432_PASSWORD}, on: shop-1}",
            "redis-6379: {redis: \"[::1]:6379\", on: shop-1}",
            "port-8080: {http: \"http://10.0.0.5:8080\", on: shop-1}",
            "port-8081: {http: \"http://127.0.0.1:8081\", on: shop-1}")
        .doesNotContain("here", "getty", "systemd-journald");
    assertThat(draft.files().get("runbooks/cron-backup.md"))
        .contains("schedule: cron 0 2 * * *", "```sh run on=shop-1 timeout=1h as=deploy");
    assertThat(draft.findings())
        .extracting(Finding::sort)
        .containsExactly(
            Finding.Sort.MACHINE,
            Finding.Sort.SERVICE,
            Finding.Sort.DATABASE,
            Finding.Sort.DATABASE,
            Finding.Sort.SERVICE,
            Finding.Sort.SERVICE,
            Finding.Sort.UNIT,
            Finding.Sort.SCHEDULE,
            Finding.Sort.SCHEDULE);
  }

  /** Only that port lets anybody in. */
  private record Open(int port) implements Doors {
    @Override
    public boolean open(String host, int asked) {
      return asked == port;
    }

    @Override
    public @org.jspecify.annotations.Nullable Served served(String host, int asked) {
      return null;
    }
  }

  @Test
  void whatDidNotComeToItsEndIsNoSurvey() {
    Exchange half =
        new Exchange(-1, "\n@@ name\nshop-1\n".getBytes(StandardCharsets.UTF_8), "", true, false);
    assertThatThrownBy(() -> Survey.of(half))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("in time");
    assertThat(List.of(Survey.script())).isNotEmpty();
  }
}
