package jigi.operate.deploy.runtime.kubernetes;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import jigi.base.config.Field;
import jigi.base.config.ObjectShape;
import jigi.base.config.Shape;
import jigi.base.config.Shapes;
import jigi.base.config.Values;
import jigi.operate.deploy.runtime.Places;
import jigi.operate.deploy.runtime.Replicas;
import jigi.operate.deploy.runtime.Runtime;
import jigi.operate.deploy.runtime.RuntimeOpening;
import jigi.operate.deploy.runtime.RuntimeSettings;
import org.jspecify.annotations.Nullable;

/**
 * {@code {kubernetes: cluster, namespace: shop, deployment: backend, image:
 * "ghcr.io/example/shop:{version}", instances: [10.0.0.5:30080]}}.
 *
 * @param http the connection to the cluster's API
 * @param image {@code {version}} and the variables of 'env' are filled in
 * @param container null where the pods have one only
 * @param replicas null for as many as there are
 * @param within how long an image may take to be fetched
 * @param stop how long pods may take to end
 */
public record KubernetesSettings(
    String http,
    Places places,
    String namespace,
    String deployment,
    String image,
    @Nullable String container,
    @Nullable Integer replicas,
    Duration within,
    Duration stop)
    implements RuntimeSettings {
  private static final Field<String> HTTP =
      Field.required(
          "kubernetes",
          Shapes.text(),
          "The connection to the cluster's API, an 'http' one of 'connections'.");
  private static final Field<String> DEPLOYMENT =
      Field.required(
          "deployment",
          name("backend-{colour}"),
          "The Deployment, which is there already; {colour} or {instance} is filled in.");
  private static final Field<String> NAMESPACE =
      Field.optional("namespace", name("shop"), "default", "Where it is.");
  private static final Field<String> IMAGE =
      Field.required(
          "image", Shapes.text(), "The image; {version} and the variables of 'env' are filled in.");
  private static final Field<String> CONTAINER =
      Field.optional(
          "container", name("app"), "The container that gets the image, where pods have several.");
  private static final Field<Duration> WITHIN =
      Field.optional(
          "within", Shapes.duration(), "10m", "How long a node may take to fetch the image.");
  private static final Field<Duration> STOP =
      Field.optional("stop", Shapes.duration(), "2m", "How long pods may take to end.");

  public static ObjectShape<KubernetesSettings> shape() {
    return ObjectShape.of("Deployments of Kubernetes", fields(), KubernetesSettings::of)
        .describedBy(KubernetesSettings.class, "kubernetes");
  }

  private static List<Field<?>> fields() {
    List<Field<?>> all = new ArrayList<>(List.of(HTTP, DEPLOYMENT, IMAGE));
    all.addAll(Places.FIELDS);
    all.addAll(List.of(NAMESPACE, CONTAINER, Replicas.FIELD, WITHIN, STOP));
    return all;
  }

  /** As objects of a cluster are called (RFC 1123), with what is filled in. */
  private static Shape<String> name(String example) {
    String form = "[a-z0-9{]([a-z0-9.{}-]*[a-z0-9}])?";
    return Shapes.scalar(
        "a name in small letters, digits, - and .",
        example,
        Map.of("type", "string", "pattern", "^" + form + "$"),
        text -> text.matches(form) ? text : null);
  }

  private static @Nullable KubernetesSettings of(Values values) {
    Places places = Places.of(values);
    if (places == null || !places.isTold(values, DEPLOYMENT, "Deployment")) {
      return null;
    }
    return new KubernetesSettings(
        values.get(HTTP),
        places,
        values.get(NAMESPACE),
        values.get(DEPLOYMENT),
        values.get(IMAGE),
        values.find(CONTAINER),
        values.find(Replicas.FIELD),
        values.get(WITHIN),
        values.get(STOP));
  }

  @Override
  public String kind() {
    return "kubernetes";
  }

  @Override
  public Runtime open(RuntimeOpening opening) {
    return new Kubernetes(this, opening);
  }
}
