package jigi.detect.probe.container;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import jigi.base.config.Secret;
import jigi.base.connect.Opening;
import jigi.base.connect.docker.DockerConnection;
import jigi.base.connect.docker.DockerSession;
import jigi.base.connect.wire.Deadline;
import jigi.base.connect.wire.HttpLine;
import jigi.base.connect.wire.WireException;
import jigi.base.kernel.Json;
import jigi.base.kernel.UserError;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The events of one daemon ({@code GET /events}), connected again whenever they break off. */
final class EventStream implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(EventStream.class);

  /** A connection that is dead and does not know it is given up after this long. */
  private static final Duration LONGEST = Duration.ofMinutes(10);

  private static final Duration GREETING = Duration.ofSeconds(10);
  private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);
  private static final String FILTERS =
      Json.write(
          Map.of(
              "type",
              List.of("container"),
              "event",
              List.of(
                  "die",
                  "start",
                  "oom",
                  "pause",
                  "unpause",
                  "rename",
                  "destroy",
                  "health_status")));

  private final Supplier<DockerConnection> connection;
  private final Function<Deadline, Opening> opening;
  private final Consumer<Event> listener;
  private final Thread thread;

  /**
   * Something happened to a container.
   *
   * @param names its name; the old one, too, when it got a new one
   */
  record Event(List<String> names, Map<String, String> labels) {}

  EventStream(
      String name,
      Supplier<DockerConnection> connection,
      Function<Deadline, Opening> opening,
      Consumer<Event> listener) {
    this.connection = connection;
    this.opening = opening;
    this.listener = listener;
    this.thread = Thread.ofVirtual().name("events of " + name).start(this::follow);
  }

  private void follow() {
    Duration pause = FIRST_PAUSE;
    try {
      while (true) {
        if (readAll()) {
          pause = FIRST_PAUSE;
        }
        Deadline.in(pause).await();
        Duration longer = pause.multipliedBy(2);
        pause = longer.compareTo(LONGEST_PAUSE) < 0 ? longer : LONGEST_PAUSE;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // closed
    }
  }

  /** Until it breaks off; true when the daemon had answered. */
  private boolean readAll() throws InterruptedException {
    boolean answered = false;
    try {
      greet();
      DockerConnection to = connection.get();
      try (DockerSession session = to.open(opening.apply(Deadline.in(LONGEST)));
          HttpLine answer = session.stream("GET", path(), null)) {
        answered = answer.status() == 200;
        if (answered) {
          read(answer);
        }
      }
    } catch (Secret.Missing | WireException | IOException | UserError e) {
      // The probes themselves tell that the daemon is silent; this only makes them quicker.
      LOG.debug("the events of {} break off: {}", thread.getName(), e.getMessage());
    }
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
    return answered;
  }

  /** A daemon that hangs must not hold the stream for long. */
  private void greet() throws WireException, Secret.Missing, InterruptedException {
    connection.get().open(opening.apply(Deadline.in(GREETING))).close();
  }

  private static String path() {
    return "/events?filters=" + URLEncoder.encode(FILTERS, StandardCharsets.UTF_8);
  }

  private void read(HttpLine answer) throws IOException {
    BufferedReader lines =
        new BufferedReader(new InputStreamReader(answer.stream(), StandardCharsets.UTF_8));
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      if (!line.isBlank()) {
        listener.accept(event(Json.tree(line)));
      }
    }
  }

  private static Event event(JsonNode json) {
    Map<String, String> labels = Json.texts(json.path("Actor").path("Attributes"));
    List<String> names = new ArrayList<>();
    names.add(labels.getOrDefault("name", ""));
    if (labels.containsKey("oldName")) {
      names.add(labels.getOrDefault("oldName", "").replaceFirst("^/", ""));
    }
    return new Event(names, labels);
  }

  @Override
  public void close() {
    thread.interrupt();
  }
}
