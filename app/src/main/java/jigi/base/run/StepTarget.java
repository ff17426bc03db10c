package jigi.base.run;

import java.nio.file.Path;
import java.util.Map;
import jigi.base.connect.Connections;
import jigi.base.connect.Hosts;
import jigi.base.exec.Attempts;
import org.jspecify.annotations.Nullable;

/** Where a block is executed: what it says itself, else what its step says, else here. */
sealed interface StepTarget {
  /** On a host. */
  record OnHost(String host) implements StepTarget {}

  /**
   * In a container.
   *
   * @param docker the connection to its daemon
   * @param user in there; null for the image's own
   */
  record InContainer(String docker, String container, @Nullable String user)
      implements StepTarget {}

  static StepTarget of(StepDefinition step, @Nullable StepPart part) {
    String container = said(step, part, "container");
    String docker = said(step, part, "docker");
    // A part that names a host of its own does not go into the step's container.
    boolean ownHost = part != null && part.attributes().containsKey("on");
    if (container != null && docker != null && !ownHost) {
      return new InContainer(docker, container, said(step, part, "as"));
    }
    String host = said(step, part, "on");
    return new OnHost(host == null ? Hosts.LOCAL : host);
  }

  private static @Nullable String said(StepDefinition step, @Nullable StepPart part, String name) {
    String own = part == null ? null : part.attributes().get(name);
    return own == null ? step.attribute(name) : own;
  }

  /**
   * @throws jigi.base.kernel.UserError when the manual names no such host or connection
   */
  default Attempts attempts(Connections connections, String system) {
    return switch (this) {
      case OnHost on -> connections.attempts(system, on.host());
      case InContainer in -> connections.attempts(system, in.docker(), in.container(), in.user());
    };
  }

  /**
   * Whether its processes are supervised on this very machine.
   *
   * @throws jigi.base.kernel.UserError when the manual names no such connection
   */
  default boolean isLocal(Connections connections, String system) {
    return switch (this) {
      case OnHost on -> connections.isLocal(system, on.host());
      case InContainer in -> connections.isLocalDaemon(system, in.docker());
    };
  }

  /**
   * The host whose machine does the work.
   *
   * @throws jigi.base.kernel.UserError when the manual names no such connection
   */
  default String host(Connections connections, String system) {
    return switch (this) {
      case OnHost on -> on.host();
      case InContainer in -> connections.hostOfDaemon(system, in.docker());
    };
  }

  /** What every step there gets. */
  default Map<String, String> environment(Connections connections, String system) {
    return switch (this) {
      case OnHost on -> connections.environment(system, on.host());
      case InContainer in -> Map.of();
    };
  }

  default @Nullable Path folder(Connections connections, String system) {
    return switch (this) {
      case OnHost on -> connections.folder(system, on.host());
      case InContainer in -> null;
    };
  }
}
