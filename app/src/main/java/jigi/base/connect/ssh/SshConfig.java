package jigi.base.connect.ssh;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The OpenSSH client's configuration (ssh_config(5)) for one host and those on the way to it. */
final class SshConfig {
  private static final String NOWHERE = "/dev/null";
  private final Path folder;
  private final Path knownHosts;

  /**
   * @param folder for sockets and keys
   */
  SshConfig(Path folder, Path knownHosts) {
    this.folder = folder;
    this.knownHosts = knownHosts;
  }

  Path socket(SshTarget target) {
    return folder.resolve(target.alias() + ".sock");
  }

  Path key(SshTarget target) {
    return folder.resolve(target.alias() + ".key");
  }

  String text(SshTarget target) {
    return text(target, knownHosts, true);
  }

  /** To learn the host's key: it is taken as it comes, and nobody logs in. */
  String textForTrust(SshTarget target, Path learned) {
    return text(target, learned, false);
  }

  private String text(SshTarget target, Path known, boolean strict) {
    List<String> lines = new ArrayList<>();
    host(target, strict, lines);
    lines.add("UserKnownHostsFile " + quoted(known));
    lines.add("StrictHostKeyChecking " + (strict ? "yes" : "accept-new"));
    if (!strict) {
      lines.add("PreferredAuthentications none");
    }
    for (SshTarget jump = target.jump(); jump != null; jump = jump.jump()) {
      host(jump, true, lines);
      lines.add("UserKnownHostsFile " + quoted(knownHosts));
      lines.add("StrictHostKeyChecking yes");
    }
    lines.add("Host *");
    lines.addAll(
        List.of(
            "BatchMode yes",
            "GlobalKnownHostsFile " + NOWHERE,
            "UpdateHostKeys no",
            "HashKnownHosts no",
            "CheckHostIP no",
            "ConnectionAttempts 1",
            "ConnectTimeout " + Math.max(1, target.patience().toSeconds()),
            "ServerAliveInterval 5",
            "ServerAliveCountMax 3",
            "ControlPersist 600",
            "StreamLocalBindUnlink yes",
            "ExitOnForwardFailure yes",
            "ForwardAgent no",
            "ForwardX11 no",
            "PermitLocalCommand no",
            "EscapeChar none",
            "LogLevel ERROR"));
    return String.join("\n", lines) + "\n";
  }

  private void host(SshTarget target, boolean kept, List<String> lines) {
    lines.add("Host " + target.alias());
    lines.add("HostName " + target.address().bare());
    lines.add("Port " + target.address().port());
    lines.add("User " + target.address().user());
    lines.add("ControlPath " + (kept ? quoted(socket(target)) : "none"));
    if (target.key() != null) {
      lines.add("IdentityFile " + quoted(key(target)));
      lines.add("IdentitiesOnly yes");
      lines.add("IdentityAgent none");
    }
    @Nullable SshTarget jump = target.jump();
    if (jump != null) {
      lines.add("ProxyJump " + jump.alias());
    }
  }

  private static String quoted(Path path) {
    return '"' + path.toString().replace("%", "%%") + '"';
  }
}
