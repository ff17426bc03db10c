package jigi.operate.deploy;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import jigi.operate.deploy.ci.CiSettings;
import jigi.operate.deploy.dist.DistSettings;
import jigi.operate.deploy.env.EnvSettings;
import jigi.operate.deploy.gateway.GatewaySettings;
import jigi.operate.deploy.image.ImageSettings;
import jigi.operate.deploy.machine.Instance;
import jigi.operate.deploy.machine.Memory;
import jigi.operate.deploy.machine.Slot;
import jigi.operate.deploy.runtime.RuntimeSettings;
import jigi.operate.deploy.scale.ScaleSettings;
import org.jspecify.annotations.Nullable;

/**
 * What a manual says of one deployment.
 *
 * @param gateway null where nothing stands in front of its instances
 * @param around what belongs to it besides
 * @param demands what must be so before, while and after
 */
public record Deployment(
    String system,
    String name,
    String title,
    RuntimeSettings runtime,
    @Nullable GatewaySettings gateway,
    Health health,
    Watch watch,
    Around around,
    Demands demands) {
  /**
   * When a colour counts as healthy.
   *
   * @param path asked of the colour itself; 2xx is well
   * @param times so many good answers in a row
   * @param every the pause between two
   * @param within how long a new colour may take to get there
   */
  public record Health(String path, int times, Duration every, Duration within) {}

  /**
   * How a switch is watched.
   *
   * @param through asked all the time through the gateway; null for nothing
   * @param observe how long the new colour is watched before the old one goes
   * @param drain how long a colour that receives nothing new may take to end what it has
   * @param logged whether the new colour's own log must show a request through the gateway
   */
  public record Watch(@Nullable URI through, Duration observe, Duration drain, boolean logged) {}

  /**
   * What belongs to a deployment besides what runs.
   *
   * @param on the host whose folder and variables hold; null: the manual's folder
   * @param stateFile relative to that folder, or absolute
   * @param env null for none
   * @param dist null for none
   * @param ci whose webhooks are listened to; null for nobody's
   * @param scale null where all instances run always
   * @param batch how many instances are replaced at a time
   * @param images of a version, as registries know them
   */
  public record Around(
      @Nullable String on,
      String stateFile,
      @Nullable EnvSettings env,
      @Nullable DistSettings dist,
      @Nullable CiSettings ci,
      @Nullable ScaleSettings scale,
      int batch,
      List<ImageSettings> images) {
    public Around {
      images = List.copyOf(images);
    }
  }

  /** Whether instances are replaced one by one, in place of two colours that take turns. */
  public boolean rolls() {
    return slots().getFirst() instanceof Instance;
  }

  /** Its colours, or its instances. */
  public List<Slot> slots() {
    return runtime.places().slots();
  }

  /** How many instances a new version gets: as many as run, and the fewest where none does. */
  int instances(Memory memory) {
    ScaleSettings scale = around.scale();
    return scale == null ? slots().size() : scale.within(memory.instances(), slots().size());
  }

  public String stateFile() {
    return around.stateFile();
  }

  /** {@code shop/backend}. */
  public String key() {
    return system + "/" + name;
  }
}
