package jigi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import jigi.base.kernel.UserError;
import jigi.present.cli.AdoptCommand;
import jigi.testing.DockerDaemon;
import jigi.testing.Needs;
import jigi.testing.SshServer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A draft of what a real daemon has. */
@Needs("docker")
class DockerAdoptTest {
  @TempDir private Path temp;

  private final StringWriter err = new StringWriter();

  private int adopt(String socket) {
    return Main.cli(name -> null)
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

  @Test
  @Needs("sshd")
  void draftsWhatADaemonBehindSshHas() throws Exception {
    Path home = Files.createDirectories(temp.resolve("me/.ssh"));
    try (DockerDaemon daemon = DockerDaemon.start();
        SshServer host = new SshServer(temp.resolve("sshd")).start()) {
      Files.writeString(home.resolve("known_hosts"), host.knownHost());
      service(daemon, "shop", "web", 1, "db:service_started:false");
      service(daemon, "shop", "db", 1, "");
      Function<String, @Nullable String> environment =
          name -> name.equals("HOME") ? temp.resolve("me").toString() : null;
      String draft = draft(environment, sources(host, daemon.socket()));
      String machine = draft.replaceAll("(?s).*\nhosts:\n  ([^:]+): \\{ssh: .*", "$1");
      assertThat(draft)
          .contains("engine: {docker: \"unix://" + daemon.socket() + "\", on: " + machine + "}")
          .contains("- container: {service: \"web\", project: \"shop\"}")
          .contains("    on: " + machine + "\n    needs: [db]\n");
      Path nowhere = Path.of("/nowhere/docker.sock");
      assertThatThrownBy(() -> draft(environment, sources(host, nowhere)))
          .isInstanceOf(UserError.class)
          .hasMessageContaining("the daemon cannot be asked");
    }
  }

  private static AdoptCommand.Sources sources(SshServer host, Path docker) {
    return new AdoptCommand.Sources(
        List.of(), List.of(), false, List.of(host.address()), host.key(), docker, "shop");
  }

  private static String draft(
      Function<String, @Nullable String> environment, AdoptCommand.Sources sources)
      throws InterruptedException {
    return Objects.requireNonNull(
        new LocalDrafter(environment::apply).draft(sources).files().get("jigi.yaml"));
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
