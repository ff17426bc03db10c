package jigi.detect.probe.container;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import jigi.base.config.Secret;
import jigi.base.connect.docker.DockerReply;
import jigi.base.connect.docker.DockerSession;
import jigi.base.connect.docker.Wanted;
import jigi.base.connect.wire.WireException;
import jigi.detect.inventory.Bytes;
import jigi.detect.probe.CheckContext;
import jigi.detect.probe.DockerCheck;
import jigi.detect.probe.Measured;
import jigi.detect.probe.Observation;
import jigi.detect.probe.expect.Expectation;

/**
 * The check of {@link ContainerKind}. CPU is that of the time since the previous execution; the
 * first one looks twice.
 */
final class ContainerCheck implements DockerCheck {
  private final Wanted wanted;
  private final String docker;
  private final List<Expectation> expect;
  private final Usages usages = new Usages();
  private final Map<String, String> digests = new ConcurrentHashMap<>();

  ContainerCheck(Wanted wanted, String docker, List<Expectation> expect) {
    this.wanted = wanted;
    this.docker = docker;
    this.expect = expect;
  }

  Wanted wanted() {
    return wanted;
  }

  @Override
  public String connection() {
    return docker;
  }

  @Override
  public Observation look(DockerSession session, CheckContext context)
      throws WireException, InterruptedException {
    List<Inspected> found = new ArrayList<>();
    for (String name : wanted.names(session)) {
      DockerReply reply = session.get("/containers/" + name + "/json");
      Inspected each = reply.missing() ? null : Inspected.of(reply.json());
      // The API takes the beginning of an id for a name as well.
      if (each != null && each.name().equals(name)) {
        found.add(each);
      }
    }
    if (found.isEmpty()) {
      return Observation.fail("there is no container " + wanted.text());
    }
    Measured measured = new Measured();
    measured.number("count", found.size());
    measured.sample("container_count", found.size());
    Instant theirNow = context.now().minus(context.ahead());
    LogSizes logs = new LogSizes(context, daemon(context).on());
    Worst worst = new Worst();
    for (Inspected each : found) {
      state(each, theirNow, context.ahead(), measured, worst);
      image(session, each, measured);
      worst.most("size", logs.of(each, measured));
    }
    usages(context, found, measured, worst);
    worst.into(measured);
    return measured.judge(expect, context);
  }

  private static void state(
      Inspected each, Instant theirNow, Duration ahead, Measured measured, Worst worst) {
    String fault = each.fault(theirNow);
    String doubt = each.doubt();
    if (fault != null) {
      measured.fault(fault);
    } else if (doubt != null) {
      measured.doubt(doubt);
    } else {
      measured.remark(each.name() + (each.health().isEmpty() ? " runs" : " runs and is healthy"));
    }
    String name = each.name();
    measured.sample("container_running", each.running() ? 1 : 0, "container", name);
    if (!each.health().isEmpty() && !each.health().equals("starting")) {
      double healthy = each.running() && each.health().equals("healthy") ? 1 : 0;
      measured.sample("container_healthy", healthy, "container", name);
    }
    measured.sample("container_restarts_total", each.restarts(), "container", name);
    measured.sample("container_exit_code", each.exitCode(), "container", name);
    measured.sample("container_oom_killed", each.outOfMemory() ? 1 : 0, "container", name);
    Instant started = each.started();
    if (started != null) {
      double at = started.plus(ahead).toEpochMilli() / 1e3;
      measured.sample("container_start_timestamp_seconds", at, "container", name);
      worst.least("age", Duration.between(started, theirNow).toMillis() / 1e3);
    }
    worst.most("restarts", each.restarts());
  }

  /** Figures that are late are no reason to doubt what is known of the containers' state. */
  private void usages(CheckContext context, List<Inspected> found, Measured measured, Worst worst)
      throws InterruptedException {
    List<Inspected> running = found.stream().filter(Inspected::running).toList();
    if (running.isEmpty()) {
      measured.gap("nothing of it runs", "cpu", "memory-ratio");
      return;
    }
    Duration most = context.timeout().multipliedBy(3).dividedBy(5);
    try (DockerSession session = open(context, most)) {
      Map<String, Usages.Seen> seen = usages.look(session, running);
      for (Inspected each : running) {
        Usages.Seen its = seen.get(each.id());
        if (its != null) {
          measure(each.name(), its.usage(), its.cores(), measured, worst);
        }
      }
    } catch (WireException | Secret.Missing e) {
      measured.gap(String.valueOf(e.getMessage()), "cpu", "memory-ratio");
    }
  }

  private static void measure(
      String name, Usage usage, double cores, Measured measured, Worst worst) {
    measured.remark(shown(usage));
    measured.sample("container_cpu_seconds_total", usage.cpuNanos() / 1e9, "container", name);
    measured.sample("container_cpu_used_ratio", cores, "container", name);
    worst.most("cpu", cores);
    measured.sample("container_memory_used_bytes", usage.memory(), "container", name);
    if (usage.limit() > 0) {
      double ratio = (double) usage.memory() / usage.limit();
      measured.sample("container_memory_limit_bytes", usage.limit(), "container", name);
      measured.sample("container_memory_used_ratio", ratio, "container", name);
      worst.most("memory-ratio", ratio);
    }
  }

  private static String shown(Usage usage) {
    return "memory "
        + Bytes.format(usage.memory())
        + (usage.limit() > 0 ? " of " + Bytes.format(usage.limit()) : "");
  }

  private void image(DockerSession session, Inspected each, Measured measured)
      throws WireException, InterruptedException {
    String id = each.image().id();
    String digest = digests.get(id);
    if (digest == null) {
      DockerReply reply = session.get("/images/" + id + "/json");
      // An image may have been removed under a container that still runs, or be kept from us.
      digest =
          reply.ok()
              ? reply.json().path("RepoDigests").path(0).asText("").replaceFirst(".*@", "")
              : "";
      digests.put(id, digest);
    }
    measured.sample(
        "container_info",
        1,
        "container",
        each.name(),
        "image",
        each.image().name(),
        "image_id",
        id,
        "digest",
        digest);
  }

  /** One number for several containers: the one that gives most reason to worry. */
  private static final class Worst {
    private final Map<String, Double> numbers = new LinkedHashMap<>();

    void most(String subject, double value) {
      if (!Double.isNaN(value)) {
        numbers.merge(subject, value, Math::max);
      }
    }

    void least(String subject, double value) {
      numbers.merge(subject, value, Math::min);
    }

    void into(Measured measured) {
      numbers.forEach(measured::number);
    }
  }
}
