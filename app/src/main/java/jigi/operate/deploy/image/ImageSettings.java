package jigi.operate.deploy.image;

import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import jigi.base.config.Field;
import jigi.base.config.ObjectShape;
import jigi.base.config.Place;
import jigi.base.config.Shape;
import jigi.base.config.Shapes;
import org.jspecify.annotations.Nullable;

/**
 * {@code {registry: images, repository: shop/backend, tag: "sha-{version}"}}.
 *
 * @param registry the connection
 * @param tag with {@code {version}} or a variable of {@code env}
 * @param least so many versions there should be to go back to
 * @param also tags that there should be besides, as {@code latest}
 * @param place of the registry's name in the manual
 */
public record ImageSettings(
    String registry, String repository, String tag, int least, List<String> also, Place place) {
  private static final String VERSION = "{version}";

  /** What a repository may be called (distribution specification 1.1, "Pulling manifests"). */
  private static final Pattern REPOSITORY =
      Pattern.compile("[a-z0-9]+([._-]+[a-z0-9]+)*(/[a-z0-9]+([._-]+[a-z0-9]+)*)*");

  /** What a tag may be called. */
  private static final Pattern TAG = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9._-]{0,127}");

  private static final Pattern PLACEHOLDER = Pattern.compile("\\{([^{}]*)\\}");

  private static final Field<String> REGISTRY =
      Field.required("registry", Shapes.text(), "The connection, one of 'connections'.");
  private static final Field<String> AT =
      Field.required(
          "repository",
          Shapes.scalar(
              "a repository's name",
              "shop/backend",
              Map.of("type", "string"),
              text -> REPOSITORY.matcher(text).matches() ? text : null),
          "The repository there, without the registry: shop/backend; of Docker Hub library/nginx.");
  private static final Field<String> AS =
      Field.optional(
          "tag",
          Shapes.text(),
          VERSION,
          "How a version's tag is called; {version} and the variables of 'env' are filled in.");

  private static final Field<Integer> LEAST =
      Field.optional(
          "at-least",
          Shapes.integer(1, 1000),
          "3",
          "So many versions there should be to go back to; fewer are told.");

  private static final Field<List<String>> ALSO =
      Field.optional(
          "also",
          Shapes.listOf(
              Shapes.scalar(
                  "a tag",
                  "latest",
                  Map.of("type", "string"),
                  text -> TAG.matcher(text).matches() ? text : null)),
          "Tags that there should be besides those of versions, as latest; one that lacks is"
              + " told.");

  public ImageSettings {
    also = List.copyOf(also);
  }

  public static Shape<ImageSettings> shape() {
    return ObjectShape.of(
        "an image in a registry",
        List.of(REGISTRY, AT, AS, LEAST, ALSO),
        values ->
            new ImageSettings(
                values.get(REGISTRY),
                values.get(AT),
                values.get(AS),
                values.get(LEAST),
                values.find(ALSO, List.of()),
                values.placeOfValue(REGISTRY)));
  }

  /**
   * The tag of a version.
   *
   * @param variables of env files
   * @return null when that is no tag
   */
  @Nullable String tag(String version, Map<String, String> variables) {
    String filled = tag.replace(VERSION, version);
    for (Map.Entry<String, String> each : variables.entrySet()) {
      filled = filled.replace("{" + each.getKey() + "}", each.getValue());
    }
    return TAG.matcher(filled).matches() ? filled : null;
  }

  /** What stands in braces and is neither the version nor one of the variables. */
  public List<String> unknown(List<String> variables) {
    return PLACEHOLDER
        .matcher(tag)
        .results()
        .map(found -> found.group(1))
        .filter(name -> !name.equals("version") && !variables.contains(name))
        .toList();
  }

  /** Whether its tags are versions. */
  boolean tellsVersions() {
    return tag.indexOf(VERSION) >= 0 && tag.indexOf('{') == tag.lastIndexOf('{');
  }

  /** The tag of a version, where only the version makes it. */
  String of(String version) {
    return tag.replace(VERSION, version);
  }

  /** The version that a tag is of; null for none. */
  @Nullable String version(String of) {
    int at = tag.indexOf(VERSION);
    String before = tag.substring(0, at);
    String after = tag.substring(at + VERSION.length());
    boolean is = of.startsWith(before) && of.endsWith(after);
    return is && of.length() > before.length() + after.length()
        ? of.substring(before.length(), of.length() - after.length())
        : null;
  }
}
