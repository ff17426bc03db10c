package jigi.operate.deploy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import jigi.base.kernel.Json;

/**
 * The part of a Kubernetes API that deployments use, as its documentation says it, with a
 * controller that does one step whenever somebody looks: a pod more, an image fetched, an old pod
 * less. The tag {@code missing} is in no registry, and what is tagged {@code crashes} ends.
 */
final class PlayedCluster implements AutoCloseable {
  static final String TOKEN = "token-of-a-service-account";
  private static final String WORKLOADS = "/apis/apps/v1/namespaces/shop/deployments/";
  private static final String PODS = "/api/v1/namespaces/shop/pods";

  /** After so many looks without progress its deadline is over. */
  private static final int PATIENCE = 6;

  private final HttpServer api;
  private final Map<String, Workload> workloads = new LinkedHashMap<>();

  /** What it was told to change, in order. */
  final List<JsonNode> patches = new ArrayList<>();

  private static final class Workload {
    private final ObjectNode told;
    private final HttpServer service;
    private final List<ObjectNode> pods = new ArrayList<>();
    private int made;
    private int stuck;

    Workload(ObjectNode told, HttpServer service) {
      this.told = told;
      this.service = service;
    }
  }

  PlayedCluster() throws IOException {
    api = server();
    api.createContext("/", this::answer);
    api.start();
  }

  private static HttpServer server() throws IOException {
    return HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
  }

  String address() {
    return "http://127.0.0.1:" + api.getAddress().getPort();
  }

  /** Adds a Deployment with a container {@code app} and another one beside it. */
  synchronized void add(String name, int replicas) throws IOException {
    String json =
        """
        {"metadata": {"name": "%1$s", "generation": 1},
         "spec": {
           "replicas": %2$d,
           "selector": {"matchLabels": {"app": "%1$s"},
             "matchExpressions": [{"key": "tier", "operator": "In", "values": ["web", "api"]}]},
           "template": {
             "metadata": {"labels": {"app": "%1$s"}, "annotations": {"owner": "kim"}},
             "spec": {"containers": [
               {"name": "app", "image": "ghcr.io/example/shop:0", "args": ["serve"]},
               {"name": "beside", "image": "ghcr.io/example/beside:7"}]}}}}
        """
            .formatted(name, replicas);
    Workload one = new Workload((ObjectNode) Json.tree(json), server());
    workloads.put(name, one);
    one.service.createContext(
        "/",
        exchange -> {
          boolean serves = serves(one);
          try (exchange) {
            exchange.sendResponseHeaders(serves ? 200 : 503, -1);
          }
        });
    one.service.start();
    for (int i = 0; i < 3 * replicas + 1; i++) {
      step(one);
    }
  }

  private Workload workload(String name) {
    return Objects.requireNonNull(workloads.get(name));
  }

  synchronized JsonNode told(String name) {
    return workload(name).told.deepCopy();
  }

  synchronized int pods(String name) {
    return workload(name).pods.size();
  }

  /** Somebody else changes a Deployment. */
  synchronized void change(String name, String patch) {
    patch(workload(name), (ObjectNode) Json.tree(patch));
  }

  int port(String name) {
    return workload(name).service.getAddress().getPort();
  }

  private synchronized boolean serves(Workload one) {
    return one.pods.stream().anyMatch(PlayedCluster::isAvailable);
  }

  private static JsonNode container(JsonNode pod) {
    return pod.path("status").path("containerStatuses").path(0);
  }

  private static boolean isAvailable(JsonNode pod) {
    return container(pod).path("state").has("running");
  }

  private static String release(JsonNode of) {
    return of.path("metadata").path("annotations").path("jigi.release").asText();
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
      String said = exchange.getRequestHeaders().getFirst("Authorization");
      if (!("Bearer " + TOKEN).equals(said)) {
        refuse(exchange, 401, "Unauthorized");
        return;
      }
      answer(exchange, body);
    }
  }

  private synchronized void answer(HttpExchange exchange, String body) throws IOException {
    String path = exchange.getRequestURI().getPath();
    if (path.equals(PODS)) {
      pods(exchange);
    } else if (path.startsWith(PODS) && path.endsWith("/log")) {
      send(exchange, 200, "starting\nno database\n");
    } else if (path.startsWith(WORKLOADS)) {
      workload(exchange, path.substring(WORKLOADS.length()), body);
    } else {
      refuse(exchange, 403, path + " is forbidden");
    }
  }

  private void workload(HttpExchange exchange, String name, String body) throws IOException {
    Workload one = workloads.get(name);
    if (one == null) {
      refuse(exchange, 404, "deployments.apps \"" + name + "\" not found");
      return;
    }
    if (exchange.getRequestMethod().equals("PATCH")) {
      String type = exchange.getRequestHeaders().getFirst("Content-Type");
      if (!"application/strategic-merge-patch+json".equals(type)) {
        refuse(exchange, 415, "the body of the request was in an unknown format");
        return;
      }
      patches.add(Json.tree(body));
      patch(one, (ObjectNode) Json.tree(body));
    } else {
      step(one);
    }
    send(exchange, 200, Json.write(one.told));
  }

  private static void patch(Workload one, ObjectNode patch) {
    JsonNode before = one.told.path("spec").deepCopy();
    merge(one.told, patch);
    if (!before.equals(one.told.path("spec"))) {
      ObjectNode metadata = (ObjectNode) one.told.path("metadata");
      metadata.put("generation", metadata.path("generation").asInt() + 1);
      one.stuck = 0;
    }
  }

  private static void merge(ObjectNode into, ObjectNode patch) {
    patch
        .properties()
        .forEach(
            each -> {
              JsonNode there = into.path(each.getKey());
              if (there instanceof ObjectNode object && each.getValue() instanceof ObjectNode in) {
                merge(object, in);
              } else if (there instanceof ArrayNode list && each.getKey().equals("containers")) {
                each.getValue().forEach(member -> named(list, (ObjectNode) member));
              } else {
                into.set(each.getKey(), each.getValue());
              }
            });
  }

  private static void named(ArrayNode list, ObjectNode member) {
    for (JsonNode each : list) {
      if (each.path("name").equals(member.path("name"))) {
        merge((ObjectNode) each, member);
        return;
      }
    }
    list.add(member);
  }

  private void step(Workload one) {
    JsonNode template = one.told.path("spec").path("template");
    int wanted = one.told.path("spec").path("replicas").asInt();
    List<ObjectNode> young =
        one.pods.stream().filter(pod -> release(pod).equals(release(template))).toList();
    List<ObjectNode> old = one.pods.stream().filter(pod -> !young.contains(pod)).toList();
    if (young.size() > wanted) {
      one.pods.remove(young.getLast());
    } else if (young.size() < wanted) {
      one.pods.add(pod(one, template));
    } else if (young.stream().allMatch(PlayedCluster::isAvailable)) {
      one.pods.removeAll(old.stream().limit(1).toList());
    } else {
      young.stream().filter(pod -> !isAvailable(pod)).findFirst().ifPresent(PlayedCluster::begin);
      one.stuck++;
    }
    tell(one, release(template));
  }

  private static ObjectNode pod(Workload one, JsonNode template) {
    one.made++;
    ObjectNode pod = (ObjectNode) template.deepCopy();
    ((ObjectNode) pod.path("metadata"))
        .put("name", one.told.path("metadata").path("name").asText() + "-" + one.made);
    state(pod).putObject("waiting").put("reason", "ContainerCreating");
    return pod;
  }

  private static ObjectNode state(ObjectNode pod) {
    ObjectNode container = pod.withObject("/status").putArray("containerStatuses").addObject();
    return container.put("name", "app").put("imageID", "").putObject("state");
  }

  private static void begin(ObjectNode pod) {
    String image = pod.at("/spec/containers/0/image").asText();
    ObjectNode state = state(pod);
    if (image.endsWith(":missing")) {
      state
          .putObject("waiting")
          .put("reason", "ErrImagePull")
          .put("message", "manifest for " + image + " not found");
      return;
    }
    boolean crashes = image.endsWith(":crashes");
    ObjectNode container = (ObjectNode) container(pod);
    container.put("imageID", "docker-pullable://" + digest(image));
    if (crashes) {
      container.put("restartCount", 3);
      state.putObject("waiting").put("reason", "CrashLoopBackOff");
    } else {
      state.putObject("running");
    }
  }

  /** What a tag means; what is named by its digest is that. */
  static String digest(String image) {
    int colon = image.lastIndexOf(':');
    return image.contains("@")
        ? image
        : image.substring(0, colon) + "@sha256:" + "0".repeat(63) + image.charAt(colon + 1);
  }

  private static void tell(Workload one, String release) {
    ObjectNode status = one.told.withObject("/status");
    status.put("observedGeneration", one.told.path("metadata").path("generation").asInt());
    status.put("replicas", one.pods.size());
    status.put(
        "updatedReplicas", one.pods.stream().filter(pod -> release(pod).equals(release)).count());
    status.put("availableReplicas", one.pods.stream().filter(PlayedCluster::isAvailable).count());
    ObjectNode condition = status.putArray("conditions").addObject();
    condition.put("type", "Progressing");
    if (one.stuck > PATIENCE && !one.pods.stream().allMatch(PlayedCluster::isAvailable)) {
      condition.put("status", "False").put("reason", "ProgressDeadlineExceeded");
      condition.put("message", "ReplicaSet has timed out progressing.");
    } else {
      condition.put("status", "True").put("reason", "ReplicaSetUpdated");
    }
  }

  private void pods(HttpExchange exchange) throws IOException {
    String raw = exchange.getRequestURI().getRawQuery();
    String query = URLDecoder.decode(raw, StandardCharsets.UTF_8);
    ObjectNode list = (ObjectNode) Json.tree("{\"kind\": \"PodList\"}");
    ArrayNode items = list.putArray("items");
    workloads.forEach(
        (name, one) -> {
          if (query.equals("labelSelector=app=" + name + ",tier in (web,api)")) {
            items.addAll(one.pods);
            if (one.told.path("spec").path("replicas").asInt() == 0) {
              step(one);
            }
          }
        });
    send(exchange, 200, Json.write(list));
  }

  private static void refuse(HttpExchange exchange, int status, String message) throws IOException {
    send(exchange, status, Json.write(Map.of("kind", "Status", "message", message)));
  }

  private static void send(HttpExchange exchange, int status, String body) throws IOException {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
  }

  @Override
  public void close() {
    api.stop(0);
    workloads.values().forEach(one -> one.service.stop(0));
  }
}
