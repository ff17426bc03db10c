package jigi.detect.probe;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import jigi.base.config.KindShape;
import jigi.base.config.Shape;
import jigi.detect.probe.alertmanager.AlertmanagerKind;
import jigi.detect.probe.certificate.CertificateKind;
import jigi.detect.probe.container.ContainerKind;
import jigi.detect.probe.crontab.CrontabKind;
import jigi.detect.probe.dns.DnsKind;
import jigi.detect.probe.engine.EngineKind;
import jigi.detect.probe.exec.ExecKind;
import jigi.detect.probe.file.FileKind;
import jigi.detect.probe.flow.FlowKind;
import jigi.detect.probe.grafana.GrafanaKind;
import jigi.detect.probe.haproxy.HaproxyKind;
import jigi.detect.probe.heartbeat.HeartbeatKind;
import jigi.detect.probe.host.HostKind;
import jigi.detect.probe.http.HttpKind;
import jigi.detect.probe.icmp.IcmpKind;
import jigi.detect.probe.log.LogKind;
import jigi.detect.probe.loki.LokiKind;
import jigi.detect.probe.mysql.MysqlKind;
import jigi.detect.probe.nginx.NginxKind;
import jigi.detect.probe.ntp.NtpKind;
import jigi.detect.probe.postgres.PostgresKind;
import jigi.detect.probe.process.ProcessKind;
import jigi.detect.probe.prometheus.PrometheusKind;
import jigi.detect.probe.promql.PromqlKind;
import jigi.detect.probe.redis.RedisKind;
import jigi.detect.probe.scrape.ScrapeKind;
import jigi.detect.probe.sql.SqlKind;
import jigi.detect.probe.ssh.SshKind;
import jigi.detect.probe.systemd.SystemdKind;
import jigi.detect.probe.tags.TagsKind;
import jigi.detect.probe.tcp.TcpKind;
import jigi.detect.probe.tls.TlsKind;
import jigi.detect.probe.udp.UdpKind;
import jigi.detect.probe.updates.UpdatesKind;

/** The kinds of probe that there are. */
public final class ProbeKinds {
  private static final List<ProbeKind> ALL =
      List.of(
          new HttpKind(),
          new TcpKind(),
          new TlsKind(),
          new HostKind(),
          new ExecKind(),
          new ScrapeKind(),
          new PostgresKind(),
          new MysqlKind(),
          new SqlKind(),
          new RedisKind(),
          new ContainerKind(),
          new EngineKind(),
          new TagsKind(),
          new CertificateKind(),
          new DnsKind(),
          new IcmpKind(),
          new FileKind(),
          new ProcessKind(),
          new SystemdKind(),
          new LogKind(),
          new PromqlKind(),
          new PrometheusKind(),
          new AlertmanagerKind(),
          new GrafanaKind(),
          new LokiKind(),
          new NginxKind(),
          new HaproxyKind(),
          new UdpKind(),
          new NtpKind(),
          new SshKind(),
          new CrontabKind(),
          new UpdatesKind(),
          new FlowKind(),
          new HeartbeatKind());

  private ProbeKinds() {}

  public static List<ProbeKind> all() {
    return ALL;
  }

  static Shape<ProbeSpec> shape() {
    Map<String, Shape<ProbeSpec>> shapes = new LinkedHashMap<>();
    ALL.forEach(kind -> shapes.put(kind.name(), new ProbeShape(kind)));
    return new KindShape<>("a probe", shapes);
  }
}
