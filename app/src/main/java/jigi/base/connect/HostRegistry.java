package jigi.base.connect;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import jigi.base.connect.ssh.HostKey;
import jigi.base.connect.ssh.SshClients;
import jigi.base.connect.ssh.SshFailure;
import jigi.base.connect.ssh.SshTarget;
import jigi.base.exec.Exchange;
import jigi.base.exec.RemoteShell;
import jigi.base.journal.EventDraft;
import jigi.base.journal.EventKind;
import jigi.base.journal.Journal;
import jigi.base.kernel.Status;
import jigi.base.kernel.UserError;
import org.jspecify.annotations.Nullable;

/** The hosts of the manuals in force, for people: to list, to test, to trust. */
public final class HostRegistry {
  /** A person trusts a host's key. */
  public static final EventKind TRUSTED = EventKind.of("host.trusted");

  private final Connections connections;
  private final SshClients clients;
  private final Journal journal;

  public HostRegistry(Connections connections, SshClients clients, Journal journal) {
    this.connections = connections;
    this.clients = clients;
    this.journal = journal;
  }

  /** By system and name, in the order of the manuals. */
  public Map<String, Map<String, Host>> all() {
    return connections.hosts();
  }

  /**
   * Goes to the host, stage by stage.
   *
   * @throws UserError {@code unknown-host}
   */
  public ConnectionTest test(String system, String host) throws InterruptedException {
    Host way = connections.host(system, host);
    return switch (way) {
      case Host.Local local ->
          new ConnectionTest(List.of(Stage.ok(Stage.Step.ROUTE, "the machine that Jigi runs on")));
      case Host.Ssh ssh -> test(connections.target(system, host, ssh));
    };
  }

  private ConnectionTest test(SshTarget target) throws InterruptedException {
    SshFailure failure = clients.connect(target);
    List<Stage> stages = new ArrayList<>();
    for (SshFailure.Part part : SshFailure.Part.values()) {
      Stage.Step step = Stage.Step.valueOf(part.name());
      if (failure != null && failure.part() == part) {
        stages.add(new Stage(step, failure.status(), failure.evidence(), advice(failure)));
        return new ConnectionTest(stages);
      }
      stages.add(Stage.ok(step, passed(part, target)));
    }
    stages.addAll(rights(target));
    return new ConnectionTest(stages);
  }

  private static String advice(SshFailure failure) {
    return switch (failure.part()) {
      case NAME -> "name";
      case ROUTE -> "route";
      case PORT -> "port";
      case HOST_KEY -> failure.status() == Status.FAIL ? "host-key.changed" : "host-key.unknown";
      case LOGIN -> failure.status() == Status.FAIL ? "host-login" : "secret";
    };
  }

  private static String passed(SshFailure.Part part, SshTarget target) {
    SshTarget jump = target.jump();
    return switch (part) {
      case NAME -> target.address().host();
      case ROUTE -> jump == null ? "reached" : "over " + jump.address().text();
      case PORT -> "SSH answers on " + target.address().port();
      case HOST_KEY -> "the key that was trusted";
      case LOGIN -> target.address().text();
    };
  }

  private List<Stage> rights(SshTarget target) throws InterruptedException {
    try {
      Map<String, String> rights = new LinkedHashMap<>(clients.target(target).rights());
      String user = rights.remove("user");
      rights.values().removeIf("ok"::equals);
      return rights.isEmpty()
          ? List.of(Stage.ok(Stage.Step.RIGHTS, "steps can be executed as " + user))
          : List.of(new Stage(Stage.Step.RIGHTS, Status.FAIL, rights.toString(), "host-rights"));
    } catch (RemoteShell.Unreachable e) {
      return List.of(new Stage(Stage.Step.RIGHTS, Status.UNKNOWN, e.why(), "host"));
    } catch (UserError e) {
      return List.of(new Stage(Stage.Step.RIGHTS, Status.FAIL, e.fact(), "host-rights"));
    }
  }

  /**
   * Runs a script that only looks, by a shell's input: nothing of it stays on the host.
   *
   * @throws UserError {@code unknown-host}, {@code host-not-reached}
   */
  public Exchange look(String system, String host, byte[] script, Duration timeout)
      throws InterruptedException {
    return connections.look(system, host, script, timeout);
  }

  /**
   * The key that the host shows now.
   *
   * @throws UserError {@code unknown-host}, {@code host-not-reached}
   */
  public HostKey key(String system, String host) throws InterruptedException {
    SshTarget target = behindSsh(system, host);
    try {
      return clients.key(target);
    } catch (RemoteShell.Unreachable e) {
      throw new UserError(
          "host-not-reached", e.why(), "see that the host runs, then 'jigi host test'");
    }
  }

  /**
   * Trusts the key, if the host still shows it.
   *
   * @param fingerprint that a person has compared
   * @throws UserError {@code host-key-differs} when the host shows another one
   */
  public HostKey trust(String system, String host, String fingerprint, String actor)
      throws InterruptedException {
    HostKey key = key(system, host);
    if (!key.fingerprint().equals(fingerprint)) {
      throw new UserError(
          "host-key-differs",
          "the host shows the key " + key.fingerprint() + ", not " + fingerprint,
          "compare with what the host itself prints: ssh-keygen -lf /etc/ssh/ssh_host_*_key.pub");
    }
    clients.trust(key);
    journal.append(
        EventDraft.of(TRUSTED)
            .system(system)
            .actor(actor)
            .with("host", host)
            .with("type", key.type())
            .with("fingerprint", fingerprint));
    return key;
  }

  private SshTarget behindSsh(String system, String host) {
    @Nullable Host way = connections.host(system, host);
    if (way instanceof Host.Ssh ssh) {
      return connections.target(system, host, ssh);
    }
    throw new UserError(
        "host-is-local", "'" + host + "' is this machine and has no host key", "name another host");
  }
}
