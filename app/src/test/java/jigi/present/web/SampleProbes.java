package jigi.present.web;

import java.time.Duration;
import java.util.List;
import jigi.base.kernel.Status;
import jigi.present.api.view.ComponentRow;
import jigi.present.api.view.JobSignal;
import jigi.present.api.view.Measure;
import jigi.present.api.view.ProbeRow;

/** Probes of a component for the gallery. */
final class SampleProbes {
  private SampleProbes() {}

  static List<ProbeRow> of(ComponentRow row) {
    return List.of(
        new ProbeRow(
            "http",
            "http",
            row.status(),
            row.evidence(),
            Duration.ofMillis(142),
            Samples.ago(4),
            Duration.ofSeconds(5),
            Samples.beats("-".repeat(10) + "o".repeat(18) + "ff", 2),
            Status.OK,
            List.of(
                new Measure("probe_duration_seconds", 0.142, 0.029),
                new Measure("probe_http_status_code", 502.0, 200.0)),
            List.of()),
        new ProbeRow(
            "tcp",
            "tcp",
            Status.OK,
            "127.0.0.1:8080 열림",
            Duration.ofMillis(1),
            Samples.ago(2),
            Duration.ofSeconds(5),
            Samples.beats("-".repeat(10) + "o".repeat(18) + "ff", 2),
            Status.OK,
            List.of(),
            List.of()),
        new ProbeRow(
            "tls",
            "tls",
            Status.UNKNOWN,
            "아직 재지 않음",
            null,
            null,
            Duration.ofHours(1),
            Samples.beats("-".repeat(30), 1800),
            null,
            List.of(),
            List.of()),
        new ProbeRow(
            "nightly",
            "heartbeat",
            Status.FAIL,
            "exit code 3 7m ago: no space left on device",
            Duration.ofMillis(1),
            Samples.ago(2),
            Duration.ofSeconds(15),
            Samples.beats("-".repeat(10) + "o".repeat(18) + "ff", 15),
            Status.OK,
            List.of(),
            List.of(
                new JobSignal(
                    Samples.ago(420), "fail", 3, "no space left on device", Duration.ofSeconds(61)),
                new JobSignal(Samples.ago(481), "start", null, "", null),
                new JobSignal(Samples.ago(90_000), "success", 0, "", Duration.ofSeconds(73)))));
  }
}
