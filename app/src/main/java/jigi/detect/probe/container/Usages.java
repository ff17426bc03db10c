package jigi.detect.probe.container;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import jigi.base.connect.docker.DockerReply;
import jigi.base.connect.docker.DockerSession;
import jigi.base.connect.wire.Deadline;
import jigi.base.connect.wire.WireException;
import org.jspecify.annotations.Nullable;

/**
 * What running containers use, and what they used when somebody looked before. Daemons gather these
 * figures once a second and let every question wait for that, so that all are asked at once.
 */
final class Usages {
  private static final Duration FIRST_INTERVAL = Duration.ofMillis(500);

  private final Map<String, Usage> before = new ConcurrentHashMap<>();

  /**
   * @param cores in use since the last look; NaN when they cannot be told
   */
  record Seen(Usage usage, double cores) {}

  /** By id. Of a container that is seen for the first time, two looks are taken. */
  Map<String, Seen> look(DockerSession session, List<Inspected> running)
      throws WireException, InterruptedException {
    before.keySet().retainAll(running.stream().map(Usages::life).toList());
    List<Inspected> strange =
        running.stream().filter(each -> !before.containsKey(life(each))).toList();
    Map<Inspected, Usage> first = all(session, strange);
    first.forEach((each, usage) -> before.put(life(each), usage));
    // A daemon that tells no figures is not waited for each time.
    if (!first.isEmpty()) {
      Deadline.in(FIRST_INTERVAL).await();
    }
    Map<String, Seen> seen = new LinkedHashMap<>();
    all(session, running)
        .forEach(
            (each, usage) -> {
              Usage earlier = before.put(life(each), usage);
              double cores = earlier == null ? Double.NaN : usage.coresSince(earlier);
              seen.put(each.id(), new Seen(usage, cores));
            });
    return seen;
  }

  /** A restart begins to count anew. */
  private static String life(Inspected each) {
    return each.id() + " " + each.started();
  }

  private static Map<Inspected, Usage> all(DockerSession session, List<Inspected> running)
      throws WireException, InterruptedException {
    Map<Inspected, Usage> all = new LinkedHashMap<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Callable<@Nullable Usage>> questions = new ArrayList<>();
      running.forEach(each -> questions.add(() -> one(session, each)));
      List<Future<@Nullable Usage>> answers = threads.invokeAll(questions);
      for (int i = 0; i < answers.size(); i++) {
        Usage usage = answers.get(i).get();
        if (usage != null) {
          all.put(running.get(i), usage);
        }
      }
      return all;
    } catch (ExecutionException e) {
      if (e.getCause() instanceof WireException failure) {
        throw failure;
      }
      throw new IllegalStateException("asking for a container's figures", e.getCause());
    }
  }

  /** Null when it has ended meanwhile: then there are no figures any more. */
  private static @Nullable Usage one(DockerSession session, Inspected each)
      throws WireException, InterruptedException {
    DockerReply reply =
        session.get("/containers/" + each.id() + "/stats?stream=false&one-shot=true");
    JsonNode json = reply.missing() || reply.status() == 409 ? null : reply.json();
    return json == null || !json.path("read").asText().startsWith("2") ? null : Usage.of(json);
  }
}
