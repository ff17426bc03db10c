package jigi.operate.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import jigi.base.kernel.CrashPoint;
import jigi.testing.Component;
import jigi.testing.Needs;
import jigi.testing.Server;

/** A gateway that a program points, with a frontend's files, a build and a migration. */
@Needs("nginx")
class ProgramDeployCrashTest extends DeployCrashTest {
  private static final List<String> OWN =
      List.of("deploy.program-", "deploy.dist-", "deploy.built", "deploy.migrated");

  static Stream<String> points() throws ClassNotFoundException {
    for (String name : List.of("gateway.program.ProgramGateway", "dist.Dist", "Commands")) {
      Class.forName("jigi.operate.deploy." + name);
    }
    return CrashPoint.names().stream().filter(name -> OWN.stream().anyMatch(name::startsWith));
  }

  @Override
  Stream<String> own() throws ClassNotFoundException {
    return points();
  }

  @Override
  Server gateway() throws IOException {
    script(
        "switch",
        """
        case $(sed -n 's/^HOST=//p' %1$s/gateway.env) in
          blue) port=%2$d ;;
          green) port=%3$d ;;
          *) echo "no such colour" >&2; exit 1 ;;
        esac
        echo "server 127.0.0.1:$port;" >%1$s/upstream.next
        mv %1$s/upstream.next %1$s/upstream.conf
        %4$s -p %1$s -e %1$s/logs/first.log -c %1$s/nginx.conf -s reload
        """
            .formatted(folder, ports.blue(), ports.green(), Component.NGINX.path()));
    script(
        "says",
        "grep -q :%d %s/upstream.conf && echo blue || echo green\n"
            .formatted(ports.blue(), folder));
    script("tool", "echo \"$1 $2\" >>" + folder + "/done\n");
    Files.createDirectories(folder.resolve("www"));
    Files.writeString(folder.resolve("gateway.env"), "# where\nHOST=blue\n");
    for (String version : List.of("1", "2", "sick-after-a-while")) {
      Path dist = Files.createDirectories(folder.resolve("dist/" + version));
      Files.writeString(dist.resolve("index.html"), version);
    }
    return Gateways.nginx(folder, ports);
  }

  private void script(String name, String text) throws IOException {
    Path file = folder.resolve(name);
    Files.writeString(file, "#!/bin/sh\nset -eu\n" + text);
    assertThat(file.toFile().setExecutable(true)).isTrue();
  }

  @Override
  String yaml() {
    return "{program: [\"{folder}/switch\"], says: [\"{folder}/says\"], env: {file: gateway.env,"
        + " variable: HOST}}";
  }

  /**
   * Nothing tells what the old colour works on: it is given more time than a slow request takes.
   */
  @Override
  String whole(String manual) {
    return manual.replace("drain: 20s", "drain: 3s")
        + """
            dist: {from: "dist/{version}", to: www}
            build: {command: ["{folder}/tool", build, "{version}"]}
            migrate: {command: ["{folder}/tool", migrate, "{version}"]}
        """;
  }

  @Override
  void agreesBesides() throws IOException {
    assertThat(folder.resolve("gateway.env")).hasContent("# where\nHOST=green\n");
    assertThat(folder.resolve("www/index.html")).hasContent("2");
    assertThat(Files.readAllLines(folder.resolve("done")))
        .startsWith("build 1", "migrate 1")
        .containsSubsequence("build 2", "migrate 2")
        .containsSubsequence("build sick-after-a-while", "migrate sick-after-a-while");
  }

  @Override
  void unanswered(Load load) {
    assertThat(load.broken().values().stream().mapToInt(Integer::intValue).sum())
        .isLessThanOrEqualTo(load.answered() / 500 + 3);
  }
}
