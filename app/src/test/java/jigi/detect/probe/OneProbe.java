package jigi.detect.probe;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import jigi.base.config.Manual;
import jigi.base.connect.wire.Network;
import jigi.base.exec.Exec;
import jigi.base.kernel.Environment;
import jigi.base.kernel.Timeline;
import jigi.detect.probe.log.LogMemory;

/** Runs one probe as a manual writes it, on real time. */
public final class OneProbe {
  private OneProbe() {}

  /**
   * @param probe the list item of {@code probes:}, as block or flow YAML without the dash
   */
  public static ProbeResult run(Path folder, String probe) throws InterruptedException {
    String text =
        "system: s\ncomponents:\n  c:\n    on: app\n    probes:\n      - "
            + probe.strip().replace("\n", "\n        ")
            + "\n";
    return run(folder, TestManuals.manual(folder, text).part(TestManuals.PROBES).getFirst());
  }

  /** A probe that goes by the connection {@code main}, to a port of this machine. */
  public static ProbeResult byHttp(Path folder, int port, String probe)
      throws InterruptedException {
    return ofManual(
        folder,
        """
        system: s
        connections: {main: {http: 'http://127.0.0.1:%d'}}
        components:
          c:
            probes:
              - %s
        """
            .formatted(port, probe.strip().replace("\n", "\n        ")));
  }

  /** The only probe of a whole manual. */
  public static ProbeResult ofManual(Path folder, String text) throws InterruptedException {
    return ofManual(folder, text, LogMemory.forgetful());
  }

  /** The same with a log's memory of the test's own. */
  public static ProbeResult ofManual(Path folder, String text, LogMemory logs)
      throws InterruptedException {
    Manual manual = TestManuals.manual(folder, text);
    return run(folder, manual.part(TestManuals.PROBES).getFirst(), List.of(manual), logs);
  }

  static ProbeResult run(Path folder, Probe read) throws InterruptedException {
    return run(folder, read, List.of(), LogMemory.forgetful());
  }

  private static ProbeResult run(Path folder, Probe read, List<Manual> manuals, LogMemory logs)
      throws InterruptedException {
    try (Timeline timeline = Timeline.real();
        Network network = new Network();
        Exec exec = new Exec(folder.resolve("attempts"))) {
      ProbeTools tools = TestManuals.tools(network, exec, manuals).with(logs);
      return new ProbeRunner(timeline, tools, Environment::get).run(read);
    }
  }

  /** Lets a check look once, in 1970, with a log's memory of the test's own. */
  public static Observation observe(Check check, ProbeKey key, Path folder, LogMemory logs)
      throws InterruptedException {
    try (Network network = new Network();
        Exec exec = new Exec(folder.resolve("attempts"))) {
      ProbeTools tools = TestManuals.tools(network, exec, List.of()).with(logs);
      return check.observe(
          new CheckContext(
              key,
              Instant.EPOCH,
              Duration.ZERO,
              Duration.ofSeconds(5),
              folder,
              new SecretReader(folder, Environment::get),
              tools,
              null));
    }
  }

  /** Values by name and the labels that are the sample's own. */
  public static Map<String, Double> samples(ProbeResult result) {
    Map<String, Double> samples = new TreeMap<>();
    for (Sample sample : result.samples()) {
      var labels = sample.labels();
      for (String common : List.of("system", "component", "probe", "host")) {
        labels = labels.without(common);
      }
      samples.put(labels.toString(), sample.value());
    }
    return samples;
  }
}
