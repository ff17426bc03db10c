package jigi.detect.probe.container;

import java.util.List;
import java.util.Set;
import jigi.base.config.Field;
import jigi.base.config.Problems;
import jigi.base.config.Shapes;
import jigi.base.config.Values;
import jigi.base.connect.docker.Wanted;
import jigi.detect.probe.Check;
import jigi.detect.probe.ProbeKind;
import jigi.detect.probe.SampleName;
import jigi.detect.probe.expect.Expectation;
import jigi.detect.probe.expect.Expectations;

/** Asks a Docker daemon how containers are. */
public final class ContainerKind implements ProbeKind {
  private static final Set<String> SUBJECTS =
      Set.of("count", "restarts", "cpu", "memory-ratio", "size", "age");

  private static final Field<Wanted> CONTAINER =
      Field.required(
          "container",
          Wanted.shape(),
          "Its name, or {label: role=web}, or {service: web, project: shop}.");
  private static final Field<String> DOCKER =
      Field.required("docker", Shapes.name(), "The connection to the daemon, of 'connections'.");
  private static final Field<List<Expectation>> EXPECT =
      Expectations.field(
          SUBJECTS,
          "Besides running and, where there is a health check, being healthy: count, restarts, cpu,"
              + " memory-ratio, size (of the log), age.");

  @Override
  public String name() {
    return "container";
  }

  @Override
  public List<Field<?>> fields() {
    return List.of(CONTAINER, DOCKER, EXPECT);
  }

  @Override
  public Check configure(Values values, Problems problems) {
    return new ContainerCheck(values.get(CONTAINER), values.get(DOCKER), values.get(EXPECT));
  }

  @Override
  public List<SampleName> samples() {
    return List.of(
        SampleName.of("container_count", "count", "Containers that match, stopped ones too."),
        SampleName.of("container_running", "state", "1 when it runs.", "container"),
        SampleName.of(
            "container_healthy", "state", "Its health check; absent without one.", "container"),
        SampleName.of("container_restarts_total", "count", "Automatic restarts.", "container"),
        SampleName.of("container_exit_code", "count", "Of its last end.", "container"),
        SampleName.of(
            "container_oom_killed", "state", "1 when its last end was for memory.", "container"),
        SampleName.of("container_start_timestamp_seconds", "timestamp", "Last start.", "container"),
        SampleName.of("container_cpu_seconds_total", "seconds", "CPU time.", "container"),
        SampleName.of(
            "container_cpu_used_ratio",
            "ratio",
            "CPU since the last look; 1 is one core.",
            "container"),
        SampleName.of(
            "container_memory_used_bytes", "bytes", "Memory without file cache.", "container"),
        SampleName.of(
            "container_memory_limit_bytes",
            "bytes",
            "Its limit; the host's memory without one.",
            "container"),
        SampleName.of("container_memory_used_ratio", "ratio", "Of that limit.", "container"),
        SampleName.of(
            "container_log_size_bytes", "bytes", "Its log, rotated files included.", "container"),
        SampleName.of(
            "container_info",
            "state",
            "Always 1: image, its id, and the digest that a registry knows.",
            "container",
            "image",
            "image_id",
            "digest"));
  }
}
