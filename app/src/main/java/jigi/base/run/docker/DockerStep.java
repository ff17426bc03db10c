package jigi.base.run.docker;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import jigi.base.config.Secret;
import jigi.base.connect.ConnectionRegistry;
import jigi.base.connect.docker.DockerConnection;
import jigi.base.connect.docker.DockerReply;
import jigi.base.connect.docker.DockerSession;
import jigi.base.connect.docker.Wanted;
import jigi.base.connect.wire.Deadline;
import jigi.base.connect.wire.WireException;
import jigi.base.kernel.CrashPoint;
import jigi.base.kernel.Timeline;
import jigi.base.run.Said;
import jigi.base.run.StepContext;
import jigi.base.run.StepKind;
import jigi.base.run.StepOutcome;
import org.jspecify.annotations.Nullable;

/**
 * Restarts, starts and stops containers by the daemon's API, and waits until they are as they
 * should be. What is already so is left alone, so that an attempt may be repeated: a container that
 * was started since the attempt began has been restarted.
 */
public final class DockerStep extends DockerSyntax implements StepKind {
  private static final CrashPoint AFTER_ORDER = CrashPoint.named("docker.after-order");
  private static final Duration SHORTEST = Duration.ofSeconds(30);
  private static final Duration BETWEEN = Duration.ofMillis(250);

  /** What ends sooner than this has not come up. */
  private static final int LOOKS = 4;

  private final ConnectionRegistry connections;
  private final Timeline timeline;

  public DockerStep(ConnectionRegistry connections, Timeline timeline) {
    this.connections = connections;
    this.timeline = timeline;
  }

  @Override
  public boolean repeatable() {
    return true;
  }

  /** One execution with what it needs. */
  private record Work(StepContext context, DockerSession session, Deadline deadline, Said said) {}

  /** Ends the step before its last line. */
  private static final class Ended extends Exception {
    private static final long serialVersionUID = 1;
    private final transient StepOutcome outcome;

    Ended(StepOutcome outcome) {
      super(outcome.evidence(), null, false, false);
      this.outcome = outcome;
    }
  }

  @Override
  public StepOutcome run(StepContext context) throws InterruptedException {
    String name = context.part().attributes().getOrDefault(CONNECTION, "");
    DockerConnection connection = connections.find(context.system(), name, DockerConnection.class);
    boolean once = context.timeout().isZero();
    Deadline deadline = Deadline.in(once ? SHORTEST : context.timeout());
    Said said = new Said();
    try (DockerSession session = connection.open(connections.opening(context.system(), deadline))) {
      Work work = new Work(context, session, deadline, said);
      for (Order order : Order.parse(context.part().source())) {
        obey(work, order);
      }
      return StepOutcome.ok(said.text());
    } catch (Ended e) {
      return e.outcome;
    } catch (Secret.Missing e) {
      return said.trouble(context, String.valueOf(e.getMessage()));
    } catch (WireException e) {
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
      return said.trouble(context, e.evidence());
    }
  }

  private void obey(Work work, Order order) throws WireException, InterruptedException, Ended {
    Order.Verb verb = java.util.Objects.requireNonNull(order.verb());
    StepContext context = work.context();
    if (verb != Order.Verb.STATE && !context.how().acts()) {
      throw new Ended(
          StepOutcome.failed(
              work.said()
                  .with(
                      verb.word()
                          + " changes something, and the block may only look;"
                          + " write ```docker run")));
    }
    Wanted wanted = order.wanted(context.values());
    List<String> names = wanted == null ? List.of() : wanted.names(work.session());
    if (names.isEmpty()) {
      String what = wanted == null ? "'" + order.name() + "' names none" : wanted.text();
      throw new Ended(StepOutcome.failed(work.said().with("there is no container " + what)));
    }
    for (String name : names) {
      Seen before = look(work, name);
      if (verb == Order.Verb.STATE) {
        work.said().add(awaited(work, before, stated(work)));
      } else if (context.dry()) {
        work.said().add("would " + verb.word() + " " + before.shown());
      } else {
        act(work, verb, before);
      }
    }
  }

  private void act(Work work, Order.Verb verb, Seen before)
      throws WireException, InterruptedException, Ended {
    String done =
        switch (verb) {
          case START -> before.running() ? "ran already" : null;
          case STOP ->
              before.judge(Expected.STOPPED) == StepOutcome.Result.OK
                  ? "had stopped already"
                  : null;
          case RESTART -> startedSince(work, before) ? "was restarted already" : null;
          case STATE -> "";
        };
    if (done == null) {
      send(work, verb, before.name());
    } else {
      work.said().add(before.name() + " " + done);
    }
    Expected expected = expected(work);
    Expected usual = verb == Order.Verb.STOP ? Expected.STOPPED : Expected.WELL;
    String shown = awaited(work, look(work, before.name()), expected == null ? usual : expected);
    work.said().add(shown);
  }

  private static void send(Work work, Order.Verb verb, String name)
      throws WireException, InterruptedException, Ended {
    Duration grace = work.context().part().duration(GRACE, Duration.ofSeconds(10));
    String path = "/containers/" + name + "/" + verb.word();
    if (verb != Order.Verb.START) {
      path += "?t=" + Math.max(0, grace.toSeconds());
    }
    work.said().sending();
    DockerReply reply = work.session().post(path, "");
    AFTER_ORDER.pass();
    work.said().answered();
    // 304: somebody else was faster.
    if (!reply.ok() && reply.status() != 304) {
      throw new Ended(
          StepOutcome.failed(work.said().with(verb.word() + " " + name + ": " + reply.refusal())));
    }
  }

  /**
   * Whether it was started since the attempt began. The daemon's clock is compared with ours; what
   * the comparison leaves open counts as not yet done.
   */
  private boolean startedSince(Work work, Seen seen) throws WireException, InterruptedException {
    Instant started = seen.started();
    if (!seen.running() || started == null) {
      return false;
    }
    Instant ours = timeline.instant();
    Instant theirs = Seen.time(work.session().get("/info").json().path("SystemTime").asText());
    if (theirs == null) {
      return false;
    }
    Instant startedByOurs = started.plus(Duration.between(theirs, ours));
    return !startedByOurs.isBefore(work.context().begun());
  }

  private static Seen look(Work work, String name)
      throws WireException, InterruptedException, Ended {
    DockerReply reply = work.session().get("/containers/" + name + "/json");
    Seen seen = reply.missing() ? null : Seen.of(reply.json());
    // The API takes the beginning of an id for a name as well.
    if (seen == null || !seen.name().equals(name)) {
      throw new Ended(StepOutcome.failed(work.said().with("there is no container " + name)));
    }
    return seen;
  }

  private static @Nullable Expected expected(Work work) {
    String text = work.context().part().attributes().get(EXPECT);
    return text == null ? null : Expected.of(text);
  }

  /** What a line that only looks is judged by; nothing, when the block says nothing. */
  private static @Nullable Expected stated(Work work) {
    Expected expected = expected(work);
    return expected == null && work.context().how().checks() ? Expected.WELL : expected;
  }

  /** Looks until it is so and stays so for a moment, or until nothing else can be expected. */
  private static String awaited(Work work, Seen first, @Nullable Expected wanted)
      throws WireException, InterruptedException, Ended {
    if (wanted == null) {
      return first.shown();
    }
    boolean once = work.context().timeout().isZero();
    boolean patient = work.context().how().checks() && !once;
    Seen seen = first;
    Seen good = null;
    int looks = 0;
    while (true) {
      StepOutcome.Result result = seen.judge(wanted);
      boolean same = good == null || java.util.Objects.equals(good.started(), seen.started());
      looks = result == StepOutcome.Result.OK && same ? looks + 1 : 0;
      good = result == StepOutcome.Result.OK ? seen : null;
      if (looks > 0 && (once || wanted == Expected.STOPPED || looks > LOOKS)) {
        return seen.shown();
      }
      boolean given =
          once || work.deadline().passed() || (result == StepOutcome.Result.FAILED && !patient);
      if (given && result != StepOutcome.Result.OK) {
        throw new Ended(
            new StepOutcome(result, work.said().with(objection(seen, wanted)), Duration.ZERO));
      }
      Deadline.in(BETWEEN).await();
      seen = look(work, seen.name());
    }
  }

  private static String objection(Seen seen, Expected wanted) {
    String what = wanted == Expected.WELL ? "running and healthy" : wanted.word();
    return seen.shown() + "; expected " + what;
  }
}
