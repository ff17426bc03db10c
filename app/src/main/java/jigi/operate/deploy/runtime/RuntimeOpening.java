package jigi.operate.deploy.runtime;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import jigi.base.connect.Connections;
import jigi.base.exec.Exec;
import jigi.base.kernel.Timeline;

/**
 * What a runtime stands on.
 *
 * @param name the deployment's
 * @param folder what relative paths begin with
 * @param environment what the host gives to every command
 */
public record RuntimeOpening(
    String system,
    String name,
    Path folder,
    Exec exec,
    Timeline timeline,
    Connections connections,
    Map<String, String> environment) {
  /** What is masked in the output of what is started. */
  public List<String> secrets() {
    return connections.secrets(system);
  }
}
