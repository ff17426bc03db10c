package jigi.base.connect.ssh;

import java.nio.file.Path;
import java.util.Map;
import jigi.base.config.SecretSources;
import jigi.base.exec.Exec;

/**
 * What the clients of all hosts share.
 *
 * @param folder for sockets, configurations and, while logging in, keys; mode 0700
 * @param knownHosts the keys of hosts that a person has trusted
 * @param environment reads a variable of Jigi's own environment
 */
record SshParts(Exec exec, Path folder, Path knownHosts, SecretSources environment) {
  private static final String AGENT = "SSH_AUTH_SOCK";

  /** The variables by which the client finds the agent of Jigi's account. */
  Map<String, String> agent() {
    String socket = environment.apply(AGENT);
    return socket == null || socket.isEmpty() ? Map.of() : Map.of(AGENT, socket);
  }
}
