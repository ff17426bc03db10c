package jigi.operate.deploy;

import java.net.URI;
import java.util.EnumMap;
import java.util.Map;
import jigi.operate.deploy.dist.Dist;
import jigi.operate.deploy.dist.DistSettings;
import jigi.operate.deploy.env.EnvFiles;
import jigi.operate.deploy.env.EnvSettings;
import jigi.operate.deploy.gateway.Gateway;
import jigi.operate.deploy.gateway.GatewayOpening;
import jigi.operate.deploy.machine.Colour;
import jigi.operate.deploy.runtime.Runtime;
import jigi.operate.deploy.runtime.RuntimeOpening;
import jigi.operate.deploy.state.StateFile;
import org.jspecify.annotations.Nullable;

/** A deployment with what it acts on. */
record Site(
    Deployment deployment,
    Runtime runtime,
    Gateway gateway,
    StateFile file,
    @Nullable EnvFiles env,
    @Nullable Dist dist,
    Migrations migrations) {
  static Site of(Deployment deployment, RuntimeOpening opening) {
    EnvSettings env = deployment.around().env();
    DistSettings dist = deployment.around().dist();
    Runtime runtime = deployment.runtime().open(opening);
    Map<Colour, URI> addresses = new EnumMap<>(Colour.class);
    for (Colour colour : Colour.values()) {
      addresses.put(colour, runtime.address(colour));
    }
    Gateway gateway =
        deployment
            .gateway()
            .open(
                new GatewayOpening(
                    opening.folder(),
                    opening.exec(),
                    opening.timeline(),
                    opening.environment(),
                    addresses));
    return new Site(
        deployment,
        runtime,
        gateway,
        new StateFile(opening.folder().resolve(deployment.stateFile())),
        env == null ? null : new EnvFiles(env, opening.folder()),
        dist == null ? null : new Dist(dist, opening.folder()),
        new Migrations(deployment.demands().migrate(), opening));
  }

  /** Where a colour's health is asked. */
  URI health(Colour colour) {
    return runtime.address(colour).resolve(deployment.health().path());
  }
}
