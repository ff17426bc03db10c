package jigi.detect.probe.tags;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import jigi.Shows;
import jigi.base.connect.registry.ImageName;
import jigi.base.kernel.Status;
import jigi.detect.probe.OneProbe;
import jigi.detect.probe.ProbeResult;
import jigi.testing.DockerDaemon;
import jigi.testing.ImageRegistry;
import jigi.testing.Needs;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Env files beside a real daemon and a real registry. */
@Needs({"docker", "docker-registry"})
class TagsProbeTest {
  private static final String BACKEND = "BE_TAG: [{service: blue}, {service: green}]";

  @TempDir Path folder;

  private ProbeResult look(DockerDaemon daemon, ImageRegistry registry, String variables)
      throws InterruptedException {
    return OneProbe.ofManual(
        folder,
        """
        system: s
        connections:
          engine: {docker: '%s'}
          images: {registry: 'http://%s'}
        components:
          c:
            on: app
            probes:
              - tags: engine
                env: %s/.env
                variables: {%s}
                registry: images
                timeout: 5s
        """
            .formatted(daemon.address(), registry.authority(), folder, variables));
  }

  private void env(String text) throws Exception {
    Files.writeString(folder.resolve(".env"), text);
  }

  private static void runs(DockerDaemon daemon, String service, String image) {
    daemon.docker("tag", "box:1", image);
    daemon.docker(
        "run",
        "-d",
        "--network=none",
        "--name=shop-" + service,
        "--label=com.docker.compose.service=" + service,
        image,
        "/bin/sh",
        "-c",
        "while :; do sleep 1; done");
  }

  @Test
  @Shows("HC-25")
  void theTagOfTheFileMustRunAndBeInTheRegistry() throws Exception {
    try (ImageRegistry registry = ImageRegistry.open(folder.resolve("registry"));
        DockerDaemon daemon = DockerDaemon.start()) {
      String image = registry.authority() + "/shop/backend:";
      registry.push("shop/backend", "backend", List.of("1.4.1", "1.4.2", "1.5.0"));
      env("SECRET=s3cret\nBE_TAG=\"1.4.2\"  # set by deployments\n");
      assertThat(look(daemon, registry, BACKEND).evidence())
          .startsWith("BE_TAG is 1.4.2, and nothing of it runs");

      runs(daemon, "blue", image + "1.4.1");
      ProbeResult behind = look(daemon, registry, BACKEND);
      assertThat(behind.status()).isEqualTo(Status.FAIL);
      assertThat(behind.evidence())
          .startsWith("BE_TAG is 1.4.2, but shop-blue runs " + image + "1.4.1");
      assertThat(OneProbe.samples(behind))
          .containsEntry("image_tag_running{variable=\"BE_TAG\"}", 0.0)
          .containsEntry("image_tag_in_registry{variable=\"BE_TAG\"}", 1.0);

      runs(daemon, "green", image + "1.4.2");
      ProbeResult current = look(daemon, registry, BACKEND);
      assertThat(current.status()).as(current.evidence()).isEqualTo(Status.OK);
      assertThat(current.evidence()).startsWith("BE_TAG 1.4.2 runs: shop-green");
      assertThat(OneProbe.samples(current))
          .containsEntry("image_tag_running{variable=\"BE_TAG\"}", 1.0)
          .containsEntry("image_tag_in_registry{variable=\"BE_TAG\"}", 1.0);

      env("BE_TAG=1.4.9\n");
      assertThat(look(daemon, registry, BACKEND).evidence())
          .contains("the registry 'images' has no shop/backend:1.4.9");
      badFiles(daemon, registry);
      env("BE_TAG=1.4.2\n");
      registry.stop();
      ProbeResult silent = look(daemon, registry, BACKEND);
      assertThat(silent.status()).as("whether the registry has it").isEqualTo(Status.UNKNOWN);
      assertThat(silent.evidence()).startsWith("the registry 'images' cannot be asked: ");
    }
  }

  private void badFiles(DockerDaemon daemon, ImageRegistry registry) throws Exception {
    env("OTHER=1\n");
    assertThat(look(daemon, registry, BACKEND).evidence())
        .startsWith(folder + "/.env names no BE_TAG");
    env("BE_TAG=p4ss word!\n");
    ProbeResult odd = look(daemon, registry, BACKEND);
    assertThat(odd.status()).isEqualTo(Status.FAIL);
    assertThat(odd.evidence()).endsWith("for BE_TAG is no tag").doesNotContain("p4ss");
    Files.delete(folder.resolve(".env"));
    assertThat(look(daemon, registry, BACKEND).evidence()).startsWith("there is no file ");
  }

  @Test
  void imagesAreReadAsDockerReadsThem() {
    assertThat(ImageName.of("nginx")).isEqualTo(new ImageName("nginx", "latest", ""));
    assertThat(ImageName.of("localhost:5000/a/b"))
        .isEqualTo(new ImageName("localhost:5000/a/b", "latest", ""));
    ImageName backend = ImageName.of("ghcr.io/shop/backend:1.4.2@sha256:abc");
    assertThat(backend).isEqualTo(new ImageName("ghcr.io/shop/backend", "1.4.2", "sha256:abc"));
    assertThat(backend.within("ghcr.io")).isEqualTo("shop/backend");
    assertThat(ImageName.of("nginx@sha256:abc").tag()).as("it has none").isEmpty();
    assertThat(ImageName.of("nginx:1").within("docker.io")).isEqualTo("library/nginx");
    assertThat(ImageName.of("docker.io/shop/web:1").within("docker.io")).isEqualTo("shop/web");
  }
}
