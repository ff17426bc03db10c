package jigi.operate.deploy.runtime.swarm;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import jigi.base.config.Field;
import jigi.base.config.ObjectShape;
import jigi.base.config.Shapes;
import jigi.base.config.Values;
import jigi.operate.deploy.runtime.Places;
import jigi.operate.deploy.runtime.Replicas;
import jigi.operate.deploy.runtime.Runtime;
import jigi.operate.deploy.runtime.RuntimeOpening;
import jigi.operate.deploy.runtime.RuntimeSettings;
import org.jspecify.annotations.Nullable;

/**
 * {@code {swarm: manager, service: shop_backend, image: "ghcr.io/example/shop:{version}",
 * instances: [8080]}}.
 *
 * @param docker the connection to a manager of the swarm
 * @param image {@code {version}} and the variables of 'env' are filled in
 * @param replicas null for as many as there are
 * @param stop how long tasks may take to end
 */
public record SwarmSettings(
    String docker,
    Places places,
    String service,
    String image,
    @Nullable Integer replicas,
    Duration stop)
    implements RuntimeSettings {
  private static final Field<String> DOCKER =
      Field.required(
          "swarm",
          Shapes.text(),
          "The connection to the daemon of a manager, a 'docker' one of 'connections'.");
  private static final Field<String> SERVICE =
      Field.required(
          "service",
          Shapes.text(),
          "The service, which is there already; {colour} or {instance} is filled in.");
  private static final Field<String> IMAGE =
      Field.required(
          "image", Shapes.text(), "The image; {version} and the variables of 'env' are filled in.");
  private static final Field<Duration> STOP =
      Field.optional("stop", Shapes.duration(), "2m", "How long tasks may take to end.");

  public static ObjectShape<SwarmSettings> shape() {
    return ObjectShape.of("services of a swarm", fields(), SwarmSettings::of)
        .describedBy(SwarmSettings.class, "swarm");
  }

  private static List<Field<?>> fields() {
    List<Field<?>> all = new ArrayList<>(List.of(DOCKER, SERVICE, IMAGE));
    all.addAll(Places.FIELDS);
    all.addAll(List.of(Replicas.FIELD, STOP));
    return all;
  }

  private static @Nullable SwarmSettings of(Values values) {
    Places places = Places.of(values);
    if (places == null || !places.isTold(values, SERVICE, "service")) {
      return null;
    }
    return new SwarmSettings(
        values.get(DOCKER),
        places,
        values.get(SERVICE),
        values.get(IMAGE),
        values.find(Replicas.FIELD),
        values.get(STOP));
  }

  @Override
  public String kind() {
    return "swarm";
  }

  @Override
  public Runtime open(RuntimeOpening opening) {
    return new Swarm(this, opening);
  }
}
