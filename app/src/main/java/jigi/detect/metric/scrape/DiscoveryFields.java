package jigi.detect.metric.scrape;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import jigi.base.config.Field;
import jigi.base.config.ObjectShape;
import jigi.base.config.Shape;
import jigi.base.config.Shapes;
import jigi.base.config.Values;
import jigi.base.connect.docker.DockerConnection;
import org.jspecify.annotations.Nullable;

/** The keys by which targets are found. */
final class DiscoveryFields {
  private static final List<String> OTHERS =
      List.of(
          "azure",
          "consul",
          "digitalocean",
          "dockerswarm",
          "eureka",
          "ec2",
          "gce",
          "hetzner",
          "http",
          "ionos",
          "kubernetes",
          "kuma",
          "lightsail",
          "linode",
          "marathon",
          "nerve",
          "nomad",
          "openstack",
          "ovhcloud",
          "puppetdb",
          "scaleway",
          "serverset",
          "stackit",
          "triton",
          "uyuni",
          "vultr",
          "aws");

  private static final Field<Duration> FILE_REFRESH =
      Field.optional("refresh_interval", Shapes.duration(), "5m", "Between looks.");
  private static final Field<List<String>> FILES =
      Field.required(
          "files", Shapes.listOf(fileName()), "Files, or patterns with * in the last part.");

  private static final Field<List<String>> NAMES =
      Field.required("names", Shapes.listOf(Shapes.text()), "Names to ask for.");
  private static final Field<DnsDiscovery.Kind> TYPE =
      Field.optional("type", types(), "SRV", "Of the records.");
  private static final Field<Integer> DNS_PORT =
      Field.optional("port", Shapes.port(), "Of the targets; SRV records tell it.");
  private static final Field<Duration> DNS_REFRESH =
      Field.optional("refresh_interval", Shapes.duration(), "30s", "Between looks.");

  private static final Field<DockerConnection> HOST =
      Field.required("host", DockerConnection.prometheusHost(), "Where the daemon listens.");
  private static final Field<Integer> DOCKER_PORT =
      Field.optional("port", Shapes.port(), "80", "Of containers without ports.");
  private static final Field<String> HOST_ADDRESS =
      Field.optional(
          "host_networking_host", Shapes.text(), "localhost", "Of containers in its network.");
  private static final Field<Boolean> FIRST =
      Field.optional(
          "match_first_network", Shapes.bool(), "true", "Whether one network is enough.");
  private static final Field<String> FILTER =
      Field.required("name", Shapes.text(), "What is filtered by.");
  private static final Field<List<String>> FILTER_VALUES =
      Field.required("values", Shapes.listOf(Shapes.text()), "Any of these.");
  private static final Field<List<Values>> FILTERS =
      Field.optional(
          "filters",
          Shapes.listOf(ObjectShape.of("a filter", List.of(FILTER, FILTER_VALUES), v -> v)),
          "Of the Engine's API.");
  private static final Field<Duration> DOCKER_REFRESH =
      Field.optional("refresh_interval", Shapes.duration(), "1m", "Between looks.");

  private static final Field<List<Values>> STATIC =
      Field.optional("static_configs", TargetGroups.shape(), "Targets by name.");
  private static final Field<List<Discovery>> FILE =
      Field.optional(
          "file_sd_configs",
          Shapes.listOf(
              ObjectShape.of(
                  "file_sd_configs",
                  List.of(FILES, FILE_REFRESH),
                  v -> new FileDiscovery(v.get(FILES), v.get(FILE_REFRESH)))),
          "Targets in files.");
  private static final Field<List<Discovery>> DNS =
      Field.optional(
          "dns_sd_configs",
          Shapes.listOf(
              ObjectShape.of(
                  "dns_sd_configs",
                  List.of(NAMES, TYPE, DNS_PORT, DNS_REFRESH),
                  DiscoveryFields::dns)),
          "Targets in the DNS.");
  private static final Field<List<Discovery>> DOCKER =
      Field.optional(
          "docker_sd_configs",
          Shapes.listOf(
              ObjectShape.of(
                  "docker_sd_configs",
                  List.of(
                      HOST,
                      DOCKER_PORT,
                      HOST_ADDRESS,
                      FIRST,
                      FILTERS,
                      DOCKER_REFRESH,
                      ClientFields.TLS,
                      Whatever.ignored("follow_redirects"),
                      Whatever.ignored("enable_http2"),
                      Whatever.refused(
                          "basic_auth", "a daemon is shown certificates only", "tls_config"),
                      Whatever.refused(
                          "authorization", "a daemon is shown certificates only", "tls_config")),
                  DiscoveryFields::docker)),
          "Containers of a daemon.");

  private DiscoveryFields() {}

  static List<Field<?>> all() {
    List<Field<?>> all = new ArrayList<>(List.of(STATIC, FILE, DNS, DOCKER));
    for (String other : OTHERS) {
      all.add(
          Whatever.refused(
              other + "_sd_configs",
              "targets are found by static_configs, file_sd_configs, dns_sd_configs and"
                  + " docker_sd_configs only",
              "have the targets written into a file: file_sd_configs"));
    }
    return all;
  }

  static List<Discovery> of(Values values) {
    List<Discovery> all = new ArrayList<>();
    List<Values> fixed = values.find(STATIC);
    if (fixed != null) {
      all.add(new StaticDiscovery(TargetGroups.of(fixed, "")));
    }
    for (Field<List<Discovery>> field : List.of(FILE, DNS, DOCKER)) {
      List<Discovery> more = values.find(field);
      if (more != null) {
        all.addAll(more);
      }
    }
    return all;
  }

  private static Shape<String> fileName() {
    return Shapes.scalar(
        "a file of targets",
        "targets/*.yml",
        Map.of("type", "string"),
        text -> text.matches("[^*]*(\\*[^/]*)?\\.(json|yml|yaml|JSON|YML|YAML)") ? text : null);
  }

  private static Shape<DnsDiscovery.Kind> types() {
    Map<String, DnsDiscovery.Kind> byName =
        Arrays.stream(DnsDiscovery.Kind.values())
            .collect(Collectors.toMap(Enum::name, kind -> kind));
    return Shapes.scalar(
        "one of SRV, A, AAAA, MX, NS",
        "A",
        Map.of("enum", List.of("SRV", "A", "AAAA", "MX", "NS")),
        text -> byName.get(text.toUpperCase(Locale.ROOT)));
  }

  private static @Nullable Discovery dns(Values values) {
    DnsDiscovery.Kind kind = values.get(TYPE);
    Integer port = values.find(DNS_PORT);
    if (port == null && kind != DnsDiscovery.Kind.SRV) {
      values.error(
          TYPE,
          "missing-key",
          "records of type " + kind + " tell no port",
          "add 'port: …', the one of the targets");
      return null;
    }
    return new DnsDiscovery(
        values.get(NAMES), kind, port == null ? 0 : port, values.get(DNS_REFRESH));
  }

  private static @Nullable Discovery docker(Values values) {
    Map<String, List<String>> filters = new LinkedHashMap<>();
    List<Values> written = values.find(FILTERS);
    if (written != null) {
      written.forEach(each -> filters.put(each.get(FILTER), each.get(FILTER_VALUES)));
    }
    DockerConnection daemon = values.get(HOST);
    Values tls = values.find(ClientFields.TLS);
    if (tls != null) {
      daemon = ClientFields.secured(daemon, tls);
    }
    return new DockerDiscovery(
        daemon,
        values.get(DOCKER_PORT),
        values.get(HOST_ADDRESS),
        values.get(FIRST),
        filters,
        values.get(DOCKER_REFRESH));
  }
}
