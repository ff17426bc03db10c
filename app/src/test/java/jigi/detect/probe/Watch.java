package jigi.detect.probe;

import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import jigi.base.config.Manual;
import jigi.base.connect.wire.Network;
import jigi.base.exec.Exec;
import jigi.base.kernel.Environment;
import jigi.base.kernel.Status;
import jigi.base.kernel.Timeline;
import jigi.base.kernel.Troubles;
import jigi.testing.Until;

/** The probes of a manual on their own timers and on real time; nothing is stored. */
public final class Watch implements AutoCloseable {

  private final Timeline timeline = Timeline.real();
  private final Network network = new Network();
  private final Exec exec;
  private final ProbeScheduler scheduler;
  private final List<Probe> probes;

  /** Begins to look at once. */
  public Watch(Path folder, String manual) {
    exec = new Exec(folder.resolve("attempts"));
    Manual read = TestManuals.manual(folder, manual);
    probes = read.part(TestManuals.PROBES);
    ProbeTools tools = TestManuals.tools(network, exec, List.of(read));
    scheduler =
        new ProbeScheduler(
            timeline,
            new ProbeRunner(timeline, tools, Environment::get),
            new ForgetfulRecorder(),
            new Troubles(),
            List.of());
    scheduler.activate(probes);
  }

  public List<String> names() {
    return probes.stream().map(each -> each.key().probe()).toList();
  }

  /** Waits until a probe is shown so; it comes to that by itself. */
  public void until(String name, Status status, String words) {
    until(name, status, words, () -> {});
  }

  /**
   * The same.
   *
   * @param meanwhile what is done before each look
   */
  void until(String name, Status status, String words, Runnable meanwhile) {
    Until.so(
        name + " " + status + " '" + words + "'",
        () -> {
          meanwhile.run();
          ProbeView seen = view(name);
          return seen.status() == status && seen.evidence().contains(words);
        },
        () -> view(name).status() + " " + view(name).evidence());
  }

  private ProbeView view(String name) {
    ProbeKey key =
        probes.stream()
            .map(Probe::key)
            .filter(each -> each.probe().equals(name))
            .findFirst()
            .orElseThrow();
    return Objects.requireNonNull(scheduler.view(key));
  }

  @Override
  public void close() {
    scheduler.close();
    network.close();
    exec.close();
    timeline.close();
  }
}
