package jigi.detect.probe;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import jigi.base.config.SecretSources;
import jigi.base.connect.wire.Deadline;
import jigi.base.kernel.RealTime;
import jigi.base.kernel.Status;
import jigi.base.kernel.Timeline;
import jigi.metrics.model.Labels;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Executes one probe, with its tries and its hard limit. Keeps nothing. */
public final class ProbeRunner {
  /** How much later than its own limit a check is interrupted, so that its evidence can win. */
  private static final Duration GRACE = Duration.ofMillis(500);

  private static final Duration BETWEEN_TRIES = Duration.ofSeconds(1);
  private static final int LONGEST_EVIDENCE = 300;
  private static final Logger LOG = LoggerFactory.getLogger(ProbeRunner.class);

  private final Timeline timeline;
  private final ProbeTools tools;
  private final SecretSources environment;

  public ProbeRunner(Timeline timeline, ProbeTools tools, SecretSources environment) {
    this.timeline = timeline;
    this.tools = tools;
    this.environment = environment;
  }

  /** Runs the probe now; returns within (retries + 1) × (timeout + 1.5 s). */
  public ProbeResult run(Probe probe) throws InterruptedException {
    Instant started = timeline.instant();
    long startedNanos = RealTime.nanos();
    SecretReader secrets = new SecretReader(probe.folder(), environment);
    Observation seen = observe(probe, started, secrets);
    int tries = 1;
    while (seen.status() == Status.FAIL && tries <= probe.spec().pace().retries()) {
      Deadline.in(shorter(BETWEEN_TRIES, probe.spec().pace().every().dividedBy(10))).await();
      seen = observe(probe, timeline.instant(), secrets);
      tries++;
    }
    Duration duration = Duration.ofNanos(RealTime.nanos() - startedNanos);
    String evidence =
        seen.evidence().map(text -> printable(secrets.mask(text))).within(LONGEST_EVIDENCE);
    return new ProbeResult(
        probe,
        seen.status(),
        started,
        duration,
        tries == 1 ? evidence : evidence + " (" + tries + " tries)",
        samples(probe, seen, duration));
  }

  /**
   * What somebody else than the probe itself may look with at what it looks at.
   *
   * @param timeout in place of the probe's own
   */
  public CheckContext context(Probe probe, Duration timeout) {
    SecretReader secrets = new SecretReader(probe.folder(), environment);
    CheckContext context = context(probe, timeline.instant(), timeout, secrets);
    String there = probe.behind();
    return there == null ? context : context.behind(there);
  }

  private CheckContext context(Probe probe, Instant now, Duration timeout, SecretReader secrets) {
    return new CheckContext(
        probe.key(), now, timeline.ahead(), timeout, probe.folder(), secrets, tools, probe.host());
  }

  private Observation observe(Probe probe, Instant now, SecretReader secrets)
      throws InterruptedException {
    Duration timeout = probe.spec().pace().timeout();
    CheckContext context = context(probe, now, timeout, secrets);
    Check check = probe.spec().check();
    FutureTask<Observation> task = new FutureTask<>(() -> check.observe(context));
    Thread thread = Thread.ofVirtual().name("probe " + probe.key()).start(task);
    try {
      return task.get(timeout.plus(GRACE).toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      thread.interrupt();
      return check.interrupted(timeout);
    } catch (InterruptedException e) {
      thread.interrupt();
      throw e;
    } catch (ExecutionException e) {
      LOG.error("the probe {} met a bug of ours", probe.key(), e.getCause());
      return Observation.unknown("internal error: " + e.getCause());
    }
  }

  private static List<Sample> samples(Probe probe, Observation seen, Duration duration) {
    if (seen.status() == Status.UNKNOWN) {
      return List.of();
    }
    List<Sample> all = new ArrayList<>();
    double seconds = duration.toNanos() / 1e9;
    all.add(labelled(probe, Sample.of("probe_success", seen.status() == Status.OK ? 1 : 0)));
    all.add(labelled(probe, Sample.of("probe_duration_seconds", seconds)));
    seen.samples().forEach(sample -> all.add(labelled(probe, sample)));
    all.addAll(seen.scraped());
    return all;
  }

  private static Sample labelled(Probe probe, Sample sample) {
    Labels labels =
        sample
            .labels()
            .with("system", probe.key().system())
            .with("component", probe.key().component())
            .with("probe", probe.key().probe());
    String host = probe.host();
    return new Sample(
        host == null ? labels : labels.with("host", host), sample.value(), sample.at());
  }

  /** One line without control characters. */
  private static String printable(String text) {
    return text.replaceAll("[\\p{Cntrl}\\s]+", " ").strip();
  }

  private static Duration shorter(Duration a, Duration b) {
    return a.compareTo(b) < 0 ? a : b;
  }
}
