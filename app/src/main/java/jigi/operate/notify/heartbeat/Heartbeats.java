package jigi.operate.notify.heartbeat;

import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import jigi.base.config.Manual;
import jigi.base.config.Secret;
import jigi.base.config.SecretSources;
import jigi.base.connect.wire.Network;
import jigi.base.kernel.Timeline;
import jigi.base.kernel.Timer;
import jigi.base.kernel.Troubles;
import jigi.detect.metric.StateMetrics;
import jigi.detect.probe.Sample;
import jigi.metrics.model.Labels;
import jigi.operate.notify.DeliveryException;
import jigi.operate.notify.HttpPost;
import jigi.operate.notify.SendContext;
import org.jspecify.annotations.Nullable;

/**
 * Posts each system's sign of life. It stays away while the database does not answer or rules are
 * evaluated too late: then nobody would be told of anything, and whoever waits for it is to know.
 */
public final class Heartbeats implements StateMetrics {
  private static final String FAILING = "heartbeat.failing:";

  /** While one of these stands, Jigi watches nothing. */
  private static final List<String> BLIND = List.of("store.", "rules.late:");

  private final Timeline timeline;
  private final Troubles troubles;
  private final Network network;
  private final SecretSources environment;
  private final HeartbeatPart part;
  private final List<Beating> beating = new ArrayList<>();
  private final Map<String, Instant> taken = new ConcurrentHashMap<>();

  public Heartbeats(
      Timeline timeline,
      Troubles troubles,
      Network network,
      SecretSources environment,
      HeartbeatPart part) {
    this.timeline = timeline;
    this.troubles = troubles;
    this.network = network;
    this.environment = environment;
    this.part = part;
  }

  /** From now on these systems have heartbeats, the first of each at once. */
  public synchronized void activate(List<Manual> manuals) {
    beating.forEach(Beating::end);
    beating.forEach(each -> troubles.clear(FAILING + each.system));
    beating.clear();
    for (Manual manual : manuals) {
      for (Heartbeat one : manual.part(part)) {
        beating.add(new Beating(manual.system(), one, manual.source().folder()));
      }
    }
    taken.keySet().retainAll(beating.stream().map(each -> each.system).toList());
    beating.forEach(each -> each.plan(timeline.instant()));
  }

  /** The signs of life of one system, as one manual has them. */
  private final class Beating {
    private final String system;
    private final Heartbeat heartbeat;
    private final Path folder;
    private @Nullable Timer next;
    private boolean ended;

    Beating(String system, Heartbeat heartbeat, Path folder) {
      this.system = system;
      this.heartbeat = heartbeat;
      this.folder = folder;
    }

    synchronized void end() {
      ended = true;
      if (next != null) {
        next.cancel();
      }
    }

    /** False when another manual is in force by now. */
    synchronized boolean plan(Instant due) {
      if (!ended) {
        next = timeline.at(due, "heartbeat " + system, this::beat);
      }
      return !ended;
    }

    private void beat() {
      if (plan(timeline.instant().plus(heartbeat.every()))
          && troubles.all().stream().map(Troubles.Trouble::key).noneMatch(Heartbeats::isBlind)) {
        post();
      }
    }

    private void post() {
      SendContext context = new SendContext(folder, environment, timeline.instant(), network);
      try {
        HttpPost.send(context.url(heartbeat.url()), HttpPost.FORM, "", Map.of(), context);
        taken.put(system, timeline.instant());
        troubles.clear(FAILING + system);
      } catch (DeliveryException | Secret.Missing e) {
        troubles.raise(
            new Troubles.Trouble(
                FAILING + system,
                "heartbeat-failing",
                Map.of("system", system, "error", String.valueOf(e.getMessage()))));
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private static boolean isBlind(String trouble) {
    return BLIND.stream().anyMatch(trouble::startsWith);
  }

  /** When the watcher last took one; none before the first. */
  @Override
  public List<Sample> samples() {
    List<Sample> all = new ArrayList<>();
    taken.forEach(
        (system, at) ->
            all.add(
                new Sample(
                    Labels.of(
                        Labels.METRIC_NAME,
                        "jigi_heartbeat_last_success_timestamp_seconds",
                        "system",
                        system),
                    at.toEpochMilli() / 1e3,
                    null)));
    return all;
  }
}
