package jigi.operate.deploy.dist;

import java.util.List;
import jigi.base.config.Field;
import jigi.base.config.ObjectShape;
import jigi.base.config.Shape;
import jigi.base.config.Shapes;

/**
 * {@code {from: "releases/{FE_TAG}/dist", to: /srv/www}}.
 *
 * @param from {@code {version}} and the variables of {@code env} are filled in
 * @param to the folder that is served
 */
public record DistSettings(String from, String to) {
  private static final Field<String> FROM =
      Field.required(
          "from",
          Shapes.text(),
          "The folder of a release's files; {version} and the variables of 'env' are filled in.");
  private static final Field<String> TO =
      Field.required("to", Shapes.text(), "The folder that is served; it stays the same folder.");

  public static Shape<DistSettings> shape() {
    return ObjectShape.of(
        "files of a frontend",
        List.of(FROM, TO),
        values -> new DistSettings(values.get(FROM), values.get(TO)));
  }
}
