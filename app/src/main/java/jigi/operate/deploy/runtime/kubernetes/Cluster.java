package jigi.operate.deploy.runtime.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import jigi.base.config.Secret;
import jigi.base.connect.http.HttpConnection;
import jigi.base.connect.wire.Deadline;
import jigi.base.connect.wire.Http;
import jigi.base.connect.wire.WireException;
import jigi.base.kernel.Json;
import jigi.base.kernel.UserError;
import jigi.operate.deploy.DeployException;
import jigi.operate.deploy.runtime.RuntimeOpening;
import org.jspecify.annotations.Nullable;

/**
 * The API of a cluster, one namespace of it: {@code apps/v1} Deployments and {@code v1} Pods
 * (kubernetes.io/docs/reference/kubernetes-api).
 */
final class Cluster {
  private static final Duration SHORT = Duration.ofSeconds(20);
  private static final int LARGEST = 16 * 1024 * 1024;

  private final RuntimeOpening opening;
  private final String connection;
  private final String namespace;

  Cluster(RuntimeOpening opening, String connection, String namespace) {
    this.opening = opening;
    this.connection = connection;
    this.namespace = namespace;
  }

  /**
   * A Deployment; null when there is none.
   *
   * @throws DeployException {@code runtime-unreachable}
   */
  @Nullable Workload workload(String name) throws DeployException, InterruptedException {
    Http.Response answer = ask("GET", deployment(name), Map.of(), "");
    return answer.status() == 404 && isStatus(answer) ? null : new Workload(json(answer));
  }

  /**
   * Changes a Deployment by a strategic merge: lists are merged by the names of their members.
   *
   * @throws DeployException with that code and the cluster's words
   */
  void patch(String name, Object patch, String code) throws DeployException, InterruptedException {
    Http.Response answer =
        ask(
            "PATCH",
            deployment(name) + "?fieldManager=jigi",
            Map.of("Content-Type", "application/strategic-merge-patch+json"),
            Json.write(patch));
    if (answer.status() / 100 != 2) {
      throw new DeployException(code, refusal(answer));
    }
  }

  /** The pods that its selector names; those that are being ended, too. */
  List<Pod> pods(Workload workload) throws DeployException, InterruptedException {
    String query = "?labelSelector=" + encoded(workload.selector());
    JsonNode list = json(ask("GET", "/api/v1" + in() + "/pods" + query, Map.of(), ""));
    List<Pod> all = new ArrayList<>();
    list.path("items").forEach(each -> all.add(new Pod(each)));
    return all;
  }

  /** The last lines of a pod's container; empty where nothing can be read. */
  String log(Pod pod, String container, int lines) throws DeployException, InterruptedException {
    String query = "?container=" + encoded(container) + "&tailLines=" + lines;
    String before = pod.isBetweenStarts(container) ? "&previous=true" : "";
    String path = "/api/v1" + in() + "/pods/" + encoded(pod.name()) + "/log" + query + before;
    Http.Response answer = ask("GET", path, Map.of(), "");
    return answer.status() == 200 ? answer.text().strip() : "";
  }

  private String in() {
    return "/namespaces/" + namespace;
  }

  private String deployment(String name) {
    return "/apis/apps/v1" + in() + "/deployments/" + name;
  }

  private Http.Response ask(String method, String path, Map<String, String> headers, String body)
      throws DeployException, InterruptedException {
    var named = opening.connections().named();
    try {
      return named
          .find(opening.system(), connection, HttpConnection.class)
          .exchange(
              named.opening(opening.system(), Deadline.in(SHORT)),
              new HttpConnection.Ask(
                  method, path, headers, body.getBytes(StandardCharsets.UTF_8), LARGEST));
    } catch (WireException e) {
      throw new DeployException("runtime-unreachable", e.evidence(), e);
    } catch (Secret.Missing e) {
      throw new DeployException("runtime-unreachable", String.valueOf(e.getMessage()), e);
    } catch (UserError e) {
      throw new DeployException("runtime-unreachable", e.fact(), e);
    }
  }

  private static JsonNode json(Http.Response answer) throws DeployException {
    if (answer.status() / 100 != 2) {
      throw new DeployException("runtime-unreachable", refusal(answer));
    }
    try {
      return Json.tree(answer.text());
    } catch (UserError e) {
      throw new DeployException("runtime-unreachable", "the cluster's answer is no JSON", e);
    }
  }

  /** A proxy's own page is no word of the cluster. */
  private static boolean isStatus(Http.Response answer) {
    try {
      return Json.tree(answer.text()).path("kind").asText().equals("Status");
    } catch (UserError e) {
      return false;
    }
  }

  private static String refusal(Http.Response answer) {
    String said = answer.text().strip();
    if (isStatus(answer)) {
      said = Json.tree(said).path("message").asText();
    }
    return "the cluster answers " + answer.statusLine() + (said.isEmpty() ? "" : ": " + said);
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
