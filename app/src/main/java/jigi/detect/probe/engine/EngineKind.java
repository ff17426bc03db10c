package jigi.detect.probe.engine;

import java.util.List;
import java.util.Map;
import java.util.Set;
import jigi.base.config.Field;
import jigi.base.config.Problems;
import jigi.base.config.Shapes;
import jigi.base.config.Values;
import jigi.detect.probe.Check;
import jigi.detect.probe.ProbeKind;
import jigi.detect.probe.SampleName;
import jigi.detect.probe.expect.Expectation;
import jigi.detect.probe.expect.Expectations;

/** Asks a Docker daemon for its networks, volumes and images. */
public final class EngineKind implements ProbeKind {
  private static final Set<String> SUBJECTS =
      Set.of("images", "dangling-images", "dangling-size", "volumes", "unused-volumes");

  private static final Field<String> CONNECTION =
      Field.required("engine", Shapes.name(), "The connection to the daemon, of 'connections'.");
  private static final Field<Map<String, List<String>>> NETWORKS =
      Field.optional(
          "networks",
          Shapes.mapOf(Shapes.listOf(Shapes.text())),
          "Networks that must be there, each with the compose projects or containers attached.");
  private static final Field<List<String>> VOLUMES =
      Field.optional("volumes", Shapes.listOf(Shapes.text()), "Volumes that must be there.");
  private static final Field<List<String>> IMAGES =
      Field.optional(
          "images", Shapes.listOf(Shapes.text()), "Images that must be there, with their tags.");
  private static final Field<List<Expectation>> EXPECT =
      Expectations.field(
          SUBJECTS,
          "What must hold of images, dangling-images (without a tag), dangling-size, volumes and"
              + " unused-volumes.");

  @Override
  public String name() {
    return "engine";
  }

  @Override
  public List<Field<?>> fields() {
    return List.of(CONNECTION, NETWORKS, VOLUMES, IMAGES, EXPECT);
  }

  @Override
  public Check configure(Values values, Problems problems) {
    return new EngineCheck(
        values.get(CONNECTION),
        new EngineCheck.Wanted(
            values.find(NETWORKS, Map.of()), some(values, VOLUMES), some(values, IMAGES)),
        values.get(EXPECT));
  }

  private static List<String> some(Values values, Field<List<String>> field) {
    return values.find(field, List.of());
  }

  @Override
  public List<SampleName> samples() {
    return List.of(
        SampleName.of(
            "docker_network_attached",
            "state",
            "1 when all containers of a project, or the one of that name, are attached.",
            "network",
            "member"),
        SampleName.of("docker_images", "count", "Images."),
        SampleName.of("docker_images_dangling", "count", "Those without a tag."),
        SampleName.of("docker_images_dangling_bytes", "bytes", "What those take together."),
        SampleName.of("docker_volumes", "count", "Volumes."),
        SampleName.of("docker_volumes_unused", "count", "Those that no container has."));
  }
}
