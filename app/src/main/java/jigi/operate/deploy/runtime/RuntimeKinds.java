package jigi.operate.deploy.runtime;

import java.util.Map;
import jigi.base.config.KindShape;
import jigi.base.config.Shape;
import jigi.operate.deploy.runtime.compose.ComposeSettings;
import jigi.operate.deploy.runtime.containers.ContainersSettings;
import jigi.operate.deploy.runtime.kubernetes.KubernetesSettings;
import jigi.operate.deploy.runtime.processes.ProcessesSettings;
import jigi.operate.deploy.runtime.swarm.SwarmSettings;
import jigi.operate.deploy.runtime.systemd.SystemdSettings;

/** The kinds of runtimes; a new one is one line here. */
public final class RuntimeKinds {
  private static final Map<String, Shape<? extends RuntimeSettings>> ALL =
      Map.of(
          "compose", ComposeSettings.shape(),
          "containers", ContainersSettings.shape(),
          "kubernetes", KubernetesSettings.shape(),
          "processes", ProcessesSettings.shape(),
          "swarm", SwarmSettings.shape(),
          "systemd", SystemdSettings.shape());

  private RuntimeKinds() {}

  /** {@code {processes: [./serve, "{port}"], blue: 9001, green: 9002}}. */
  public static Shape<RuntimeSettings> shape() {
    return new KindShape<>("a runtime", ALL);
  }
}
