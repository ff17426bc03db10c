package jigi.detect.probe.log;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import jigi.base.config.Secret;
import jigi.base.connect.wire.Deadline;
import jigi.base.connect.wire.WireException;
import jigi.base.exec.Mask;
import jigi.base.kernel.Durations;
import jigi.base.kernel.UserError;
import jigi.detect.probe.CheckContext;
import jigi.detect.probe.Probe;
import jigi.detect.probe.ProbeKey;
import jigi.detect.probe.ProbeRunner;
import org.jspecify.annotations.Nullable;

/**
 * The logs that log probes look at, read as they lie there: the last lines, a search from the end
 * on, and what is written from then on. Nothing is kept of it, and the probes do not notice.
 */
public final class WholeLogs implements AutoCloseable {
  /** How many lines a reader gets at once. */
  public static final int MOST_LINES = 1000;

  private static final Duration PATIENCE = Duration.ofSeconds(10);

  /** For all logs together. */
  private static final Duration LONGEST_ROUND = Duration.ofSeconds(40);

  private static final int LONGEST_SHOWN = 4000;

  /** Searching computes, so it has threads of its own. */
  private static final int AT_ONCE = 2;

  private static final int WAITING = 32;

  private final ProbeRunner runner;
  private final Supplier<List<Probe>> probes;
  private final Function<String, List<String>> secrets;
  private final Function<String, ZoneId> zones;
  private final ExecutorService pool =
      new ThreadPoolExecutor(
          AT_ONCE,
          AT_ONCE,
          0,
          TimeUnit.SECONDS,
          new ArrayBlockingQueue<>(WAITING),
          Thread.ofPlatform().name("logs-", 0).daemon().factory());

  /**
   * @param probes those in force
   * @param secrets of a system, which no line may show
   * @param zones of systems
   */
  public WholeLogs(
      ProbeRunner runner,
      Supplier<List<Probe>> probes,
      Function<String, List<String>> secrets,
      Function<String, ZoneId> zones) {
    this.runner = runner;
    this.probes = probes;
    this.secrets = secrets;
    this.zones = zones;
  }

  /**
   * A log.
   *
   * @param where its file, or its daemon and container
   * @param host behind SSH that it lies on; null for this machine
   */
  public record Place(ProbeKey key, String where, @Nullable String host) {}

  /** All logs, by system, component and probe. */
  public List<Place> places() {
    return probes.get().stream()
        .filter(probe -> probe.bare() instanceof ReadableLog)
        .map(WholeLogs::place)
        .sorted(java.util.Comparator.comparing(Place::key))
        .toList();
  }

  private static Place place(Probe probe) {
    ReadableLog log = (ReadableLog) probe.bare();
    return new Place(probe.key(), log.where(), probe.behind());
  }

  /**
   * Which log, and what of it.
   *
   * @param probe its name; empty where the component has one log only
   * @param span of the lines' own times; what follows an earlier answer is wanted of any time
   * @param most how many lines, {@link #MOST_LINES} at most
   */
  public record Wanted(
      String system, String component, String probe, LogFilter filter, Span span, int most) {}

  /**
   * The last lines that are wanted; takes 10 s at most.
   *
   * @throws UserError {@code unknown-log}, {@code several-logs}, {@code log-not-readable}, {@code
   *     too-many-searches}
   */
  public Excerpt last(Wanted wanted) throws InterruptedException {
    Probe probe = find(wanted);
    ReadableLog log = (ReadableLog) probe.bare();
    return read(wanted, () -> log.last(context(probe), sought(probe, wanted, wanted.span())));
  }

  /**
   * What was written since an earlier answer.
   *
   * @param mark of that answer
   * @throws UserError as {@link #last}, {@code bad-mark}
   */
  public Excerpt after(Wanted wanted, String mark) throws InterruptedException {
    Probe probe = find(wanted);
    ReadableLog log = (ReadableLog) probe.bare();
    Sought sought = sought(probe, wanted, Span.ALWAYS);
    return read(wanted, () -> log.after(context(probe), mark, sought));
  }

  private Sought sought(Probe probe, Wanted wanted, Span span) {
    CheckContext context = context(probe);
    ZoneId own = ((ReadableLog) probe.bare()).zone();
    LineTimes times =
        new LineTimes(
            own == null ? zones.apply(wanted.system()) : own,
            context.now().minus(context.ahead()),
            context.ahead());
    return new Sought(wanted.filter(), span, times, wanted.most());
  }

  /**
   * What was found in one of several logs.
   *
   * @param found null when it could not be read
   * @param fault why it could not
   */
  public record Answer(Place place, @Nullable Excerpt found, @Nullable UserError fault) {}

  /**
   * The last lines of several logs that are wanted, a few logs at once; takes a minute at most:
   * what was not reached by then says so.
   *
   * @param which of all logs
   * @throws UserError when nothing could be looked for at all
   */
  public List<Answer> everywhere(Predicate<Place> which, LogFilter filter, Span span, int most)
      throws InterruptedException {
    Deadline deadline = Deadline.in(LONGEST_ROUND);
    List<Place> places = places().stream().filter(which).toList();
    List<Answer> answers = new ArrayList<>();
    for (int i = 0; i < places.size(); i += AT_ONCE) {
      List<Place> some = places.subList(i, Math.min(i + AT_ONCE, places.size()));
      if (deadline.passed()) {
        some.forEach(place -> answers.add(new Answer(place, null, late())));
      } else {
        answers.addAll(together(some, filter, span, most));
      }
    }
    return answers;
  }

  private List<Answer> together(List<Place> places, LogFilter filter, Span span, int most)
      throws InterruptedException {
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Callable<Answer>> questions = new ArrayList<>();
      places.forEach(place -> questions.add(() -> answer(place, filter, span, most)));
      List<Answer> answers = new ArrayList<>();
      for (Future<Answer> each : threads.invokeAll(questions)) {
        answers.add(each.get());
      }
      return answers;
    } catch (ExecutionException e) {
      throw new IllegalStateException("looking through several logs", e.getCause());
    }
  }

  private Answer answer(Place place, LogFilter filter, Span span, int most)
      throws InterruptedException {
    ProbeKey key = place.key();
    try {
      return new Answer(
          place,
          last(new Wanted(key.system(), key.component(), key.probe(), filter, span, most)),
          null);
    } catch (UserError e) {
      return new Answer(place, null, e);
    }
  }

  private static UserError late() {
    return new UserError(
        "not-reached",
        "the other logs took longer than " + Durations.format(LONGEST_ROUND),
        "name its system and component");
  }

  private CheckContext context(Probe probe) {
    return runner.context(probe, PATIENCE);
  }

  private Probe find(Wanted wanted) {
    List<Probe> all =
        probes.get().stream()
            .filter(probe -> probe.bare() instanceof ReadableLog)
            .filter(probe -> probe.key().system().equals(wanted.system()))
            .filter(probe -> probe.key().component().equals(wanted.component()))
            .filter(probe -> wanted.probe().isEmpty() || probe.key().probe().equals(wanted.probe()))
            .toList();
    String name = wanted.system() + "/" + wanted.component();
    if (all.isEmpty()) {
      throw new UserError(
          "unknown-log",
          "no log probe " + wanted.probe() + " looks at " + name,
          "add 'log:' to its probes, or name another component");
    }
    if (all.size() > 1) {
      String names = String.join(", ", all.stream().map(each -> each.key().probe()).toList());
      throw new UserError(
          "several-logs", name + " has several logs (" + names + ")", "name one of the probes");
    }
    return all.getFirst();
  }

  private Excerpt read(Wanted wanted, Callable<Excerpt> reading) throws InterruptedException {
    Future<Excerpt> running;
    try {
      running = pool.submit(reading);
    } catch (RejectedExecutionException e) {
      throw new UserError(
          "too-many-searches", WAITING + " readers of logs are waiting already", "try again", e);
    }
    try {
      return masked(wanted.system(), running.get());
    } catch (ExecutionException e) {
      throw refused(wanted, e.getCause());
    } catch (InterruptedException e) {
      running.cancel(true);
      throw e;
    }
  }

  private static RuntimeException refused(Wanted wanted, @Nullable Throwable cause) {
    return switch (cause) {
      case UserError error -> error;
      case NoSuchFileException e -> unreadable(wanted, "there is no file " + e.getMessage(), e);
      case AccessDeniedException e ->
          unreadable(wanted, "Jigi's account may not read " + e.getMessage(), e);
      case WireException e -> unreadable(wanted, e.evidence(), e);
      case IOException e -> unreadable(wanted, String.valueOf(e.getMessage()), e);
      case Secret.Missing e -> unreadable(wanted, String.valueOf(e.getMessage()), e);
      case null, default -> new IllegalStateException("a log could not be read", cause);
    };
  }

  private static UserError unreadable(Wanted wanted, String why, Throwable cause) {
    String name = wanted.system() + "/" + wanted.component();
    return new UserError(
        "log-not-readable",
        "the log of " + name + " cannot be read: " + why,
        "the component's page tells since when",
        cause);
  }

  private Excerpt masked(String system, Excerpt found) {
    List<String> shown =
        Mask.of(secrets.apply(system)).lines(found.lines()).stream().map(WholeLogs::cut).toList();
    return new Excerpt(
        shown,
        found.mark(),
        found.searched(),
        found.size(),
        found.whole(),
        found.skipped(),
        found.reach());
  }

  private static String cut(String line) {
    String plain = line.replaceAll("[\\p{Cntrl}&&[^\\t]]", "");
    return plain.length() > LONGEST_SHOWN ? plain.substring(0, LONGEST_SHOWN) + "…" : plain;
  }

  @Override
  public void close() {
    pool.shutdownNow();
  }
}
