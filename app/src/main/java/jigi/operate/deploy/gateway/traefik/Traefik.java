package jigi.operate.deploy.gateway.traefik;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import jigi.base.kernel.Json;
import jigi.operate.deploy.DeployException;
import jigi.operate.deploy.gateway.GatewayOpening;
import jigi.operate.deploy.gateway.JsonApi;
import jigi.operate.deploy.gateway.Upstreams;
import jigi.operate.deploy.machine.Slot;
import jigi.operate.deploy.state.Durable;
import org.jspecify.annotations.Nullable;

/**
 * A file defines the service, and Traefik reads it when it changes; where requests go is what its
 * API says, whatever stands in the file.
 */
final class Traefik extends Upstreams {
  private static final Duration LONGEST = Duration.ofSeconds(15);
  private static final Duration PAUSE = Duration.ofMillis(50);

  private final TraefikSettings settings;
  private final GatewayOpening opening;
  private final JsonApi api;
  private final Path file;

  Traefik(TraefikSettings settings, GatewayOpening opening) {
    super(opening, slot -> opening.uri(slot).toString());
    this.settings = settings;
    this.opening = opening;
    this.api = new JsonApi(opening.network(), settings.api());
    this.file = opening.folder().resolve(settings.file());
  }

  /** The servers of the service, as Traefik has them. */
  @Override
  protected List<String> addresses() throws DeployException, InterruptedException {
    JsonNode service = api.get("/api/http/services/" + settings.service() + "@file");
    return service.path("loadBalancer").path("servers").findValuesAsText("url");
  }

  @Override
  protected void send(List<String> wanted) throws DeployException, InterruptedException {
    write(wanted);
    Instant limit = opening.timeline().instant().plus(LONGEST);
    List<String> there = addresses();
    while (!Set.copyOf(there).equals(Set.copyOf(wanted))) {
      if (opening.timeline().instant().isAfter(limit)) {
        throw new DeployException(
            "gateway-refused",
            "Traefik still sends requests to "
                + there
                + " "
                + LONGEST.toSeconds()
                + " s after "
                + file
                + " was written");
      }
      opening.timeline().sleep(PAUSE);
      there = addresses();
    }
  }

  /** JSON is YAML, too. */
  private void write(List<String> urls) throws DeployException {
    Object servers = urls.stream().map(url -> Map.of("url", url)).toList();
    Object service = Map.of("loadBalancer", Map.of("servers", servers));
    Object all = Map.of("http", Map.of("services", Map.of(settings.service(), service)));
    try {
      Durable.write(file, Json.write(all) + "\n");
    } catch (IOException e) {
      throw new DeployException("gateway-refused", "writing " + file + ": " + e.getMessage(), e);
    }
  }

  /** Traefik tells it of nobody. */
  @Override
  public @Nullable Long inFlight(Slot slot) {
    return null;
  }
}
