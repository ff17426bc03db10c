package jigi.detect.probe.log;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.SocketTimeoutException;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import jigi.base.config.Secret;
import jigi.base.connect.docker.DockerReply;
import jigi.base.connect.docker.DockerSession;
import jigi.base.connect.docker.LogFrames;
import jigi.base.connect.wire.HttpLine;
import jigi.base.connect.wire.WireException;
import jigi.detect.probe.CheckContext;
import jigi.detect.probe.DockerCheck;
import jigi.detect.probe.Observation;
import jigi.detect.probe.Sample;
import org.jspecify.annotations.Nullable;

/**
 * Reads what a container has written since the last look. Its daemon keeps the lines with their
 * times, over rotations and restarts; a container that was made anew begins a new log.
 */
record ContainerLogCheck(String container, String docker, boolean fromStart, LineRules rules)
    implements DockerCheck, ReadableLog {
  /** How many of the last lines a person's search looks through. */
  private static final int MOST_LINES = 200_000;

  private static final String BEGINNING = Instant.EPOCH.toString();

  @Override
  public String connection() {
    return docker;
  }

  @Override
  public String where() {
    return docker + ": " + container;
  }

  @Override
  public Excerpt last(CheckContext context, Sought sought)
      throws WireException, Secret.Missing, InterruptedException {
    try (DockerSession session = open(context, context.timeout())) {
      JsonNode json = inspected(session);
      // Its daemon knows the time of every line, whatever the line says.
      LineCollector lines =
          new LineCollector(
              new Sought(sought.filter(), Span.ALWAYS, sought.times(), sought.most()));
      StreamPosition from = new StreamPosition(json.path("Id").asText(), BEGINNING, 0);
      String query = span(sought.span().behind(context.ahead())) + "&tail=" + tail(sought);
      return excerpt(session, new StreamReader(lines, from), lines, query, json);
    }
  }

  private static int tail(Sought sought) {
    return sought.filter().all() && sought.span().until() == null ? sought.most() : MOST_LINES;
  }

  private static String span(Span span) {
    Instant from = span.from();
    Instant until = span.until();
    return (from == null ? "" : "&since=" + seconds(from))
        + (until == null ? "" : "&until=" + seconds(until));
  }

  @Override
  public @Nullable ZoneId zone() {
    return null;
  }

  @Override
  public Excerpt after(CheckContext context, String mark, Sought sought)
      throws WireException, Secret.Missing, InterruptedException {
    StreamPosition known = Mark.stream(mark);
    try (DockerSession session = open(context, context.timeout())) {
      JsonNode json = inspected(session);
      String id = json.path("Id").asText();
      StreamPosition from =
          known.container().equals(id) ? known : new StreamPosition(id, BEGINNING, 0);
      LineCollector lines = new LineCollector(sought);
      return excerpt(session, new StreamReader(lines, from), lines, since(from), json);
    }
  }

  private Excerpt excerpt(
      DockerSession session, StreamReader reader, LineCollector lines, String query, JsonNode json)
      throws WireException, InterruptedException {
    boolean whole = readFrom(session, reader, query, json.path("Config").path("Tty").asBoolean());
    String mark = Mark.of(reader.position());
    return new Excerpt(
        lines.lines(), mark, lines.searched(), null, whole, lines.skipped(), Reach.NONE);
  }

  private JsonNode inspected(DockerSession session) throws WireException, InterruptedException {
    DockerReply reply = session.get("/containers/" + container + "/json");
    JsonNode json = reply.missing() ? null : reply.json();
    if (json == null || !json.path("Name").asText().equals("/" + container)) {
      throw WireException.fail("there is no container " + container);
    }
    return json;
  }

  @Override
  public Observation look(DockerSession session, CheckContext context)
      throws WireException, InterruptedException {
    DockerReply reply = session.get("/containers/" + container + "/json");
    JsonNode json = reply.missing() ? null : reply.json();
    if (json == null || !json.path("Name").asText().equals("/" + container)) {
      return Observation.fail("there is no container " + container);
    }
    LogMemory memory = context.tools().logs();
    Progress before = memory.recall(context.key());
    LineCounter counter = new LineCounter(rules);
    boolean terminal = json.path("Config").path("Tty").asBoolean();
    StreamPosition start = start(session, before, json.path("Id").asText(), terminal);
    StreamReader reader = new StreamReader(counter, start);
    String said = read(session, reader, terminal);
    StreamPosition end = reader.position();
    Counted earlier = Progress.counted(before, rules.patterns());
    Counted counted = earlier.plus(counter.counted());
    memory.keep(
        context.key(),
        new Progress(null, counted, rules.names(), end),
        counter.findings(earlier, line -> context.shown(line, LineCounter.LONGEST_EXAMPLE)),
        context.now());
    List<Sample> samples = counted.samples(rules, earlier);
    samples.add(LogCheck.repeated(context));
    if (!end.at().equals(BEGINNING)) {
      double changed = Instant.parse(end.at()).plus(context.ahead()).toEpochMilli() / 1e3;
      samples.add(Sample.of("log_changed_timestamp_seconds", changed));
    }
    return Observation.ok(counter.shown() + said, samples.toArray(Sample[]::new));
  }

  private StreamPosition start(
      DockerSession session, @Nullable Progress before, String id, boolean terminal)
      throws WireException, InterruptedException {
    StreamPosition known = before == null ? null : before.stream();
    if (known != null && known.container().equals(id)) {
      return known;
    }
    if (known != null || fromStart) {
      return new StreamPosition(id, BEGINNING, 0);
    }
    // Without a line there is nothing to be behind of.
    StreamReader last =
        new StreamReader(
            new LineCounter(LineRules.of(List.of())), new StreamPosition(id, BEGINNING, 0));
    readFrom(session, last, "&tail=1", terminal);
    return new StreamPosition(id, last.position().at(), -1);
  }

  private String read(DockerSession session, StreamReader reader, boolean terminal)
      throws WireException, InterruptedException {
    return readFrom(session, reader, since(reader.position()), terminal)
        ? ""
        : "; more is left for the next look";
  }

  private static String since(StreamPosition position) {
    return "&since=" + seconds(Instant.parse(position.at()));
  }

  private static String seconds(Instant at) {
    return at.getEpochSecond() + "." + "%09d".formatted(at.getNano());
  }

  /** True when everything was read that there is. */
  private boolean readFrom(
      DockerSession session, StreamReader reader, String query, boolean terminal)
      throws WireException, InterruptedException {
    String path =
        "/containers/" + reader.position().container() + "/logs?stdout=1&stderr=1&timestamps=1";
    try (HttpLine answer = session.stream("GET", path + query, null)) {
      if (answer.status() != 200) {
        throw WireException.fail(
            new DockerReply(answer.status(), answer.text(64 * 1024)).refusal());
      }
      InputStream in = new BufferedInputStream(answer.stream());
      if (terminal) {
        reader.plain(in);
      } else {
        reader.frames(new LogFrames(in));
      }
      return true;
    } catch (SocketTimeoutException e) {
      return false; // what was read counts
    } catch (IOException e) {
      throw WireException.of("reading the log of " + container, e);
    } finally {
      reader.flush();
    }
  }
}
