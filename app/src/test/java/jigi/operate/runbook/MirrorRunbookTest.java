package jigi.operate.runbook;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import jigi.Shows;
import jigi.base.run.RunState;
import jigi.base.run.Runs;
import jigi.testing.Component;
import jigi.testing.Server;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Source and images of event-ocr are kept: a real server of git, and a docker that is played. */
@Timeout(90)
class MirrorRunbookTest extends ShippedRunbooks {
  private static String said(List<String> command) throws Exception {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(command + out).isZero();
    return out.strip();
  }

  private String git(String folder, String... words) throws Exception {
    List<String> command =
        new ArrayList<>(List.of("git", "--git-dir", this.folder.resolve(folder).toString(), "-c"));
    command.addAll(List.of("user.name=kim", "-c", "user.email=kim@example.com"));
    command.addAll(List.of(words));
    return said(command);
  }

  private void commit(String branch) throws Exception {
    String tree = git("source", "hash-object", "-t", "tree", "-w", "/dev/null");
    String commit = git("source", "commit-tree", "-m", branch + System.nanoTime(), tree);
    git("source", "update-ref", "refs/heads/" + branch, commit);
  }

  private String fresh() throws Exception {
    return said(
        List.of(
            Component.root().resolve("manuals/event-ocr/scripts/mirror-is-fresh").toString(),
            repository,
            folder.resolve("srv/mirror").toString()));
  }

  private void mirrored() throws Exception {
    Runs.Detail ended = start("event-ocr", "mirror", null, Map.of());
    assertThat(ended.run().state()).as(output(ended)).isEqualTo(RunState.SUCCEEDED);
  }

  private String images() throws Exception {
    try (var files = Files.list(folder.resolve("srv/images"))) {
      return files.map(file -> file.getFileName().toString()).sorted().toList().toString();
    }
  }

  @Test
  @Shows("BAK-36")
  void everyBranchIsMirroredAndEveryTagOfAnImageKeptForEver() throws Exception {
    program(
        "docker",
        """
        echo "docker $*" >> "$CALLS"
        case "$1" in
          images) cat "$HERE/tags" ;;
          save) echo "layers of $4" > "$3" ;;
        esac
        """);
    Files.writeString(folder.resolve("tags"), "event-ocr/app:1.0\nevent-ocr/app:<none>\n");
    int port = Server.freePort();
    repository = "git://127.0.0.1:" + port + "/source";
    Path source = folder.resolve("source");
    said(List.of("git", "init", "-q", "--bare", source.toString()));
    commit("main");
    commit("old");
    try (Server _ =
        Server.start(
            List.of(
                "git",
                "daemon",
                "--export-all",
                "--listen=127.0.0.1",
                "--port=" + port,
                "--base-path=" + folder),
            port,
            folder.resolve("git.log"))) {
      assertThat(fresh()).isEqualTo("git_mirror_refs_behind 2");
      mirrored();
      assertThat(fresh()).isEqualTo("git_mirror_refs_behind 0");

      commit("main");
      git("source", "update-ref", "-d", "refs/heads/old");
      git("source", "tag", "v1", "main");
      assertThat(fresh()).isEqualTo("git_mirror_refs_behind 2");
      Files.writeString(folder.resolve("tags"), "event-ocr/app:1.1\n");
      mirrored();

      assertThat(fresh()).isEqualTo("git_mirror_refs_behind 0");
      assertThat(git("srv/mirror", "for-each-ref", "--format=%(refname)").lines())
          .containsExactly("refs/heads/main", "refs/heads/old", "refs/tags/v1");
      assertThat(images())
          .isEqualTo("[.listed, event-ocr_app_1.0.tar.gz, event-ocr_app_1.1.tar.gz]");
    }
    assertThat(
            new ProcessBuilder(
                    Component.root().resolve("manuals/event-ocr/scripts/mirror-is-fresh") + "",
                    repository,
                    folder.resolve("srv/mirror").toString())
                .redirectErrorStream(true)
                .start()
                .waitFor())
        .as("whether it is fresh is not known")
        .isEqualTo(3);
  }
}
