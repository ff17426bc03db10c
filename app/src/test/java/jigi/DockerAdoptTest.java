package jigi;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import jigi.testing.DockerDaemon;
import jigi.testing.Needs;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A draft of what a real daemon has. */
@Needs("docker")
class DockerAdoptTest {
  @TempDir private Path temp;

  private final StringWriter err = new StringWriter();

  private int adopt(String socket) {
    return Main.cli()
        .writingTo(new PrintWriter(new StringWriter()), new PrintWriter(err, true))
        .run(
            "adopt",
            "--docker",
            socket,
            "--name",
            "shop",
            "--out",
            temp.resolve("draft").toString());
  }

  @Test
  void draftsServicesAndContainers() throws Exception {
    try (DockerDaemon daemon = DockerDaemon.start()) {
      for (int i = 1; i <= 2; i++) {
        service(daemon, "shop", "web", i, "db:service_started:false");
      }
      service(daemon, "shop", "db", 1, "");
      service(daemon, "other", "db", 1, "");
      daemon.run("lonely", "exit 1");
      assertThat(adopt(daemon.socket().toString())).as(err.toString()).isZero();
    }
    String draft = Files.readString(temp.resolve("draft/jigi.yaml"));
    assertThat(draft)
        .contains("engine: {docker: \"unix://")
        .contains("\n  web:\n")
        .contains("- container: {service: \"web\", project: \"shop\"}")
        .contains("needs: [shop-db]")
        .contains("\n  shop-db:\n")
        .contains("\n  other-db:\n")
        .contains("- container: \"lonely\"")
        .containsOnlyOnce("service: \"web\"");
  }

  private static void service(
      DockerDaemon daemon, String project, String name, int number, String needs) {
    daemon.run(
        project + "-" + name + "-" + number,
        "sleep 1000",
        "--label",
        "com.docker.compose.project=" + project,
        "--label",
        "com.docker.compose.service=" + name,
        "--label",
        "com.docker.compose.depends_on=" + needs);
  }

  @Test
  void saysThatThereIsNoDaemon() {
    assertThat(adopt("/nowhere/docker.sock")).isNotZero();
    assertThat(err.toString()).contains("docker-not-reached", "No such file", "--docker PATH");
    assertThat(temp.resolve("draft")).doesNotExist();
  }
}
