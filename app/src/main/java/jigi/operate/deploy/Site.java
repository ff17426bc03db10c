package jigi.operate.deploy;

import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import jigi.base.connect.wire.Network;
import jigi.operate.deploy.dist.Dist;
import jigi.operate.deploy.dist.DistSettings;
import jigi.operate.deploy.env.EnvFiles;
import jigi.operate.deploy.env.EnvRegistry;
import jigi.operate.deploy.env.EnvSettings;
import jigi.operate.deploy.gateway.Balancer;
import jigi.operate.deploy.gateway.Gateway;
import jigi.operate.deploy.gateway.GatewayOpening;
import jigi.operate.deploy.gateway.GatewaySettings;
import jigi.operate.deploy.machine.Slot;
import jigi.operate.deploy.runtime.Runtime;
import jigi.operate.deploy.runtime.RuntimeOpening;
import jigi.operate.deploy.state.StateFile;
import org.jspecify.annotations.Nullable;

/** A deployment with what it acts on. */
record Site(
    Deployment deployment,
    Runtime runtime,
    @Nullable Gateway inFront,
    StateFile file,
    @Nullable EnvFiles env,
    EnvRegistry envFiles,
    @Nullable Dist dist,
    Commands commands) {
  static Site of(Deployment deployment, RuntimeOpening opening, Network network) {
    EnvSettings env = deployment.around().env();
    DistSettings dist = deployment.around().dist();
    Runtime runtime = deployment.runtime().open(opening);
    Map<Slot, URI> addresses = new HashMap<>();
    for (Slot slot : deployment.slots()) {
      addresses.put(slot, runtime.address(slot));
    }
    GatewaySettings settings = deployment.gateway();
    Gateway gateway =
        settings == null
            ? null
            : settings.open(
                new GatewayOpening(
                    opening.folder(),
                    opening.exec(),
                    opening.timeline(),
                    network,
                    opening.environment(),
                    addresses));
    return new Site(
        deployment,
        runtime,
        gateway,
        new StateFile(opening.folder().resolve(deployment.stateFile())),
        env == null ? null : new EnvFiles(env, opening.folder()),
        envFiles(deployment, opening),
        dist == null ? null : new Dist(dist, opening.folder()),
        new Commands(deployment.demands(), opening));
  }

  private static EnvRegistry envFiles(Deployment deployment, RuntimeOpening opening) {
    EnvSettings env = deployment.around().env();
    GatewaySettings gateway = deployment.gateway();
    return new EnvRegistry(opening.folder())
        .with(EnvRegistry.Reader.DEPLOYMENT, env == null ? List.of() : env.files())
        .with(EnvRegistry.Reader.RUNTIME, deployment.runtime().envFiles())
        .with(EnvRegistry.Reader.GATEWAY, gateway == null ? List.of() : gateway.envFiles())
        .with(env == null ? Map.of() : env.known());
  }

  /** What stands in front of two colours. */
  Gateway gateway() {
    return Objects.requireNonNull(inFront);
  }

  /** What stands in front of instances; null for nothing. */
  @Nullable Balancer balancer() {
    return (Balancer) inFront;
  }

  /** Where the health of one is asked. */
  URI health(Slot slot) {
    return runtime.address(slot).resolve(deployment.health().path());
  }
}
