package jigi.present.web;

import java.util.List;
import java.util.Map;
import jigi.present.api.view.Desk;
import jigi.present.api.view.DiscoveryView;
import jigi.present.api.view.Scope;
import org.jspecify.annotations.Nullable;

/** Machines and what was found there, for pages to be looked at. */
final class SampleDiscovery implements Desk.Discovery {
  private static final DiscoveryView.Machine APP =
      new DiscoveryView.Machine("shop", "app", "deploy@10.0.0.5:22", Samples.NOW);
  private static final DiscoveryView.Machine HERE =
      new DiscoveryView.Machine("shop", "here", "", null);

  private final SampleDesk desk;

  SampleDiscovery(SampleDesk desk) {
    this.desk = desk;
  }

  @Override
  public DiscoveryView machines(Scope scope) {
    return new DiscoveryView(desk.empty || !scope.sees("shop") ? List.of() : List.of(APP, HERE));
  }

  @Override
  public DiscoveryView.@Nullable Look last(String system, String host) {
    return host.equals("app") ? sample() : null;
  }

  private static DiscoveryView.Look sample() {
    return new DiscoveryView.Look(
        APP,
        "app",
        "/var/lib/jigi/drafts/app",
        5,
        5,
        List.of(
            found("machine", "app", "app", "jigi.yaml: app", "host: /proc", "shop/host"),
            found(
                "service",
                "nginx-80",
                "app:80",
                "jigi.yaml: nginx-80",
                "http: \"http://10.0.0.5:80/\"",
                null),
            found(
                "database",
                "postgres-5432",
                "app:5432",
                "jigi.yaml: postgres-5432",
                "postgres: postgres-5432",
                null),
            found(
                "certificate",
                "shop.example.com",
                "/etc/letsencrypt/live/shop.example.com/cert.pem",
                "jigi.yaml: certificate-shop.example.com",
                "certificate: \"/etc/letsencrypt/live/shop.example.com/cert.pem\"",
                null),
            found(
                "schedule",
                "/opt/backups/backup.sh >> /var/log/backup.log 2>&1 <script>",
                "/var/spool/cron/crontabs/deploy:3",
                "runbooks/cron-backup.md",
                "schedule: cron 0 2 * * *",
                null)),
        List.of(
            new DiscoveryView.Daemon("/run/docker.sock", 3, ""),
            new DiscoveryView.Daemon(
                "/run/podman/podman.sock",
                null,
                "the daemon cannot be asked: talking to /run/podman/podman.sock: Permission"
                    + " denied")),
        Map.of("jigi.yaml", "system: app\n# <script>\n"));
  }

  private static DiscoveryView.Found found(
      String sort, String name, String place, String written, String probe, @Nullable String by) {
    return new DiscoveryView.Found(
        sort, name, place, written, List.of(probe), by == null ? List.of() : List.of(by));
  }

  @Override
  public DiscoveryView.Look look(String system, String host, String name, String docker) {
    desk.done.add("look " + system + "/" + host);
    return sample();
  }

  @Override
  public String write(String system, String host) {
    desk.done.add("draft " + system + "/" + host);
    return "/var/lib/jigi/drafts/app";
  }
}
