package jigi.detect.metric.scrape;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;
import jigi.base.config.Secret;
import jigi.base.connect.docker.DockerConnection;
import jigi.base.connect.docker.DockerSession;
import jigi.base.connect.wire.Deadline;
import jigi.base.connect.wire.WireException;
import jigi.base.kernel.Json;

/**
 * {@code docker_sd_configs}: a target for each TCP port of each running container, in each of its
 * networks.
 *
 * @param port of containers without ports
 * @param hostAddress of containers in the host's network
 * @param firstNetwork whether one network of a container is enough
 */
record DockerDiscovery(
    DockerConnection daemon,
    int port,
    String hostAddress,
    boolean firstNetwork,
    Map<String, List<String>> filters,
    Duration refresh)
    implements Discovery {
  private static final Duration TIMEOUT = Duration.ofSeconds(10);
  private static final String META = "__meta_docker_";

  @Override
  public List<TargetGroup> find(Surroundings surroundings, List<TargetGroup> before)
      throws Failed, InterruptedException {
    try (DockerSession session =
        daemon.open(
            surroundings.connections().opening(surroundings.system(), Deadline.in(TIMEOUT)))) {
      String query = filters.isEmpty() ? "" : "?filters=" + encoded(Json.write(filters));
      Map<String, JsonNode> networks = new LinkedHashMap<>();
      for (JsonNode network : session.get("/networks").json()) {
        networks.put(network.path("Id").asText(), network);
      }
      List<Map<String, String>> targets = new ArrayList<>();
      for (JsonNode container : session.get("/containers/json" + query).json()) {
        targets.addAll(targets(container, networks));
      }
      return List.of(new TargetGroup("Docker", targets));
    } catch (WireException e) {
      throw new Failed(e.evidence());
    } catch (Secret.Missing e) {
      throw new Failed(String.valueOf(e.getMessage()));
    }
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  private List<Map<String, String>> targets(JsonNode container, Map<String, JsonNode> networks) {
    List<Map<String, String>> targets = new ArrayList<>();
    JsonNode attached = container.path("NetworkSettings").path("Networks");
    TreeSet<String> names = new TreeSet<>();
    attached.fieldNames().forEachRemaining(names::add);
    Map<String, String> labels = ofContainer(container);
    for (String name : names) {
      JsonNode in = attached.path(name);
      Map<String, String> all = new TreeMap<>(labels);
      all.putAll(ofNetwork(in, networks));
      targets.addAll(ofPorts(container, in.path("IPAddress").asText(""), all));
      if (firstNetwork) {
        break;
      }
    }
    return targets;
  }

  private List<Map<String, String>> ofPorts(
      JsonNode container, String ip, Map<String, String> labels) {
    List<Map<String, String>> targets = new ArrayList<>();
    for (JsonNode open : container.path("Ports")) {
      if (!open.path("Type").asText().equals("tcp")) {
        continue;
      }
      Map<String, String> target = new TreeMap<>(labels);
      String inner = open.path("PrivatePort").asText();
      put(target, "port_private", inner);
      if (open.path("PublicPort").asInt(0) > 0) {
        put(target, "port_public", open.path("PublicPort").asText());
        put(target, "port_public_ip", open.path("IP").asText(""));
      }
      target.put(TargetGroup.ADDRESS, bracketed(ip) + ":" + inner);
      // Docker names a port once for IPv4 and once for IPv6.
      if (targets.stream().noneMatch(each -> sameButAddress(each, target))) {
        targets.add(target);
      }
    }
    if (targets.isEmpty()) {
      Map<String, String> target = new TreeMap<>(labels);
      boolean host = "host".equals(labels.get(META + "container_network_mode"));
      target.put(TargetGroup.ADDRESS, host ? hostAddress : bracketed(ip) + ":" + port);
      targets.add(target);
    }
    return targets;
  }

  private static boolean sameButAddress(Map<String, String> a, Map<String, String> b) {
    return Objects.equals(a.get(TargetGroup.ADDRESS), b.get(TargetGroup.ADDRESS))
        && Objects.equals(a.get(META + "port_public"), b.get(META + "port_public"));
  }

  private static String bracketed(String ip) {
    return ip.contains(":") ? "[" + ip + "]" : ip;
  }

  private static Map<String, String> ofContainer(JsonNode container) {
    Map<String, String> labels = new TreeMap<>();
    put(labels, "container_id", container.path("Id").asText());
    put(labels, "container_name", container.path("Names").path(0).asText());
    put(
        labels,
        "container_network_mode",
        container.path("HostConfig").path("NetworkMode").asText());
    container
        .path("Labels")
        .properties()
        .forEach(
            label ->
                put(labels, "container_label_" + safe(label.getKey()), label.getValue().asText()));
    return labels;
  }

  private static Map<String, String> ofNetwork(JsonNode in, Map<String, JsonNode> networks) {
    Map<String, String> labels = new TreeMap<>();
    put(labels, "network_ip", in.path("IPAddress").asText(""));
    JsonNode network = networks.get(in.path("NetworkID").asText());
    if (network == null) {
      return labels;
    }
    put(labels, "network_id", network.path("Id").asText());
    put(labels, "network_name", network.path("Name").asText());
    put(labels, "network_scope", network.path("Scope").asText());
    put(labels, "network_internal", network.path("Internal").asText("false"));
    put(labels, "network_ingress", network.path("Ingress").asText("false"));
    network
        .path("Labels")
        .properties()
        .forEach(
            label ->
                put(labels, "network_label_" + safe(label.getKey()), label.getValue().asText()));
    return labels;
  }

  private static void put(Map<String, String> labels, String name, String value) {
    labels.put(META + name, value);
  }

  private static String safe(String name) {
    return name.replaceAll("[^a-zA-Z0-9_]", "_");
  }
}
