package jigi.detect.probe.tags;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import jigi.base.config.Field;
import jigi.base.config.Problems;
import jigi.base.config.Shape;
import jigi.base.config.Shapes;
import jigi.base.config.Values;
import jigi.base.connect.docker.Wanted;
import jigi.detect.probe.Check;
import jigi.detect.probe.ProbeKind;
import jigi.detect.probe.SampleName;
import org.jspecify.annotations.Nullable;

/** Compares the tags that an env file names with the images that run. */
public final class TagsKind implements ProbeKind {
  private static final Pattern VARIABLE = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

  private static final Field<String> TAGS =
      Field.required("tags", Shapes.name(), "The connection to the daemon, of 'connections'.");
  private static final Field<String> ENV =
      Field.required("env", path(), "The env file on the component's host, an absolute path.");
  private static final Field<Map<String, List<Wanted>>> VARIABLES =
      Field.required(
          "variables",
          Shapes.mapOf(Shapes.listOf(Wanted.shape())),
          "By variable of the file the containers of which one at least must run its tag.");
  private static final Field<String> REGISTRY =
      Field.optional(
          "registry",
          Shapes.name(),
          "The registry, of 'connections', that must have an image of each tag.");

  @Override
  public String name() {
    return "tags";
  }

  @Override
  public List<Field<?>> fields() {
    return List.of(TAGS, ENV, VARIABLES, REGISTRY);
  }

  @Override
  public @Nullable Check configure(Values values, Problems problems) {
    Map<String, List<Wanted>> variables = new TreeMap<>(values.get(VARIABLES));
    String odd =
        variables.keySet().stream()
            .filter(name -> !VARIABLE.matcher(name).matches())
            .findFirst()
            .orElse(null);
    if (odd != null || variables.isEmpty()) {
      values.error(
          VARIABLES,
          "bad-value",
          odd == null ? "no variable is named" : "no variable can be called so ('" + odd + "')",
          "write for example variables: {BE_TAG: [{service: backend-blue}]}");
      return null;
    }
    return new TagsCheck(values.get(TAGS), values.get(ENV), variables, values.find(REGISTRY));
  }

  @Override
  public boolean runsOnHost() {
    return true;
  }

  @Override
  public List<SampleName> samples() {
    return List.of(
        SampleName.of(
            "image_tag_running",
            "state",
            "1 when a container runs the tag of the variable.",
            "variable"),
        SampleName.of(
            "image_tag_in_registry",
            "state",
            "1 when the registry has an image of that tag; with registry.",
            "variable"));
  }

  private static Shape<String> path() {
    return Shapes.scalar(
        "an absolute path",
        "/srv/shop/.env",
        Map.of("type", "string"),
        text -> text.startsWith("/") && !text.endsWith("/") ? text : null);
  }
}
