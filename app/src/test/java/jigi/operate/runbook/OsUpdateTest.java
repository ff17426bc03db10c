package jigi.operate.runbook;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import jigi.Shows;
import jigi.base.run.RunState;
import jigi.base.run.Runs;
import jigi.testing.Needs;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * One job on hosts of every flavour: the real apt updates a real package within a folder; what
 * would be yum and compose writes down how it was called.
 */
@Timeout(90)
class OsUpdateTest extends ShippedRunbooks {
  private static final String MAKE =
      """
      set -eu
      cd "$1"
      for version in 1.0 1.1; do
        package=package-$version
        mkdir -p "$package/DEBIAN" "$package/opt/shop-tool"
        echo "$version" >"$package/opt/shop-tool/version"
        printf 'Package: shop-tool\\nVersion: %s\\nArchitecture: all\\nMaintainer: kim\\nDescription: a tool\\n' \
          "$version" >"$package/DEBIAN/control"
        chmod -R u=rwX,go=rX "$package"
        dpkg-deb --root-owner-group -b "$package" "repository/shop-tool_${version}_all.deb"
      done
      touch var/lib/dpkg/status var/lib/dpkg/available reboot-required
      dpkg --root="$1" --force-not-root --log="$1/dpkg.log" -i repository/shop-tool_1.0_all.deb
      new=shop-tool_1.1_all.deb
      (
        cd repository
        dpkg-deb -f "$new"
        printf 'Filename: ./%s\\nSize: %s\\nSHA256: %s\\n' \
          "$new" "$(wc -c <"$new")" "$(sha256sum "$new" | cut -d ' ' -f 1)"
      ) >Packages
      mv Packages repository/
      chmod -R a+rwX .
      """;
  private static final String CONFIGURATION =
      """
      Dir "%1$s/";
      Dir::State::status "%1$s/var/lib/dpkg/status";
      Dir::Bin::dpkg "/usr/bin/dpkg";
      APT::Sandbox::User "";
      DPkg::Options { "--root=%1$s"; "--force-not-root"; "--log=%1$s/dpkg.log"; };
      """;

  @Test
  @Needs("apt")
  @Shows({"DEP-12", "INV-24"})
  void aptUpdatesWhatIsOldAndTellsThatTheHostIsToBeRebooted() throws Exception {
    apt();
    Runs.Detail first = start("timbel", "os-update", null, Map.of());
    assertThat(first.run().state()).as(output(first)).isEqualTo(RunState.SUCCEEDED);
    assertThat(output(first)).contains("Inst shop-tool [1.0] (1.1", "재부팅이 필요함");
    assertThat(Files.readString(folder.resolve("apt/var/lib/dpkg/status")))
        .contains("Version: 1.1");
    assertThat(folder.resolve("apt/opt/shop-tool/version")).hasContent("1.1");

    Files.delete(folder.resolve("apt/reboot-required"));
    Runs.Detail again = start("timbel", "os-update", null, Map.of());
    assertThat(again.run().state()).as(output(again)).isEqualTo(RunState.SUCCEEDED);
    assertThat(output(again)).contains("업데이트할 것이 없음", "재부팅이 필요 없음").doesNotContain("Inst");

    Files.writeString(
        folder.resolve("apt/etc/apt/sources.list"), "deb [trusted=yes] file:/none ./\n");
    Runs.Detail broken = start("timbel", "os-update", null, Map.of());
    assertThat(broken.run().state()).as(output(broken)).isEqualTo(RunState.FAILED);
    assertThat(broken.attempts()).as("nothing is updated after that").hasSize(1);
  }

  /** A host of apt's within a folder, where the package of a repository beside it is too old. */
  private void apt() throws Exception {
    Path apt = folder("apt");
    for (String each :
        List.of(
            "etc/apt/apt.conf.d",
            "etc/apt/preferences.d",
            "etc/apt/sources.list.d",
            "etc/apt/trusted.gpg.d",
            "var/lib/apt/lists/partial",
            "var/cache/apt/archives/partial",
            "var/lib/dpkg/updates",
            "var/lib/dpkg/info",
            "var/lib/dpkg/triggers",
            "var/log/apt",
            "repository")) {
      folder("apt/" + each);
    }
    Files.writeString(apt.resolve("make"), MAKE);
    Files.writeString(apt.resolve("apt.conf"), CONFIGURATION.formatted(apt));
    Files.writeString(
        apt.resolve("etc/apt/sources.list"),
        "deb [trusted=yes] file:" + apt.resolve("repository") + " ./\n");
    Process made =
        new ProcessBuilder("/bin/sh", apt.resolve("make").toString(), apt.toString())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("made").toFile())
            .start();
    assertThat(made.waitFor()).as(() -> read("made")).isZero();
    host = ", os: apt";
    program("sudo", "export APT_CONFIG=\"$HERE/apt/apt.conf\"\nexec \"$@\"");
  }

  @Test
  @Shows("INV-24")
  void yumUpdatesOnAHostOfYumAndNothingWhereOthersPatch() throws Exception {
    program(
        "yum",
        """
        echo "yum $*" >> "$CALLS"
        case "$*" in
          "update -y") touch "$HERE/srv/updated" ;;
          *) [ -e "$HERE/srv/updated" ] || { echo openssl.x86_64; exit 100; } ;;
        esac
        """);
    program("needs-restarting", "exit 1");
    program("apt-get", "echo \"apt-get $*\" >> \"$CALLS\"");
    host = ", os: yum";
    Runs.Detail ended = start("timbel", "os-update", null, Map.of());
    assertThat(ended.run().state()).as(output(ended)).isEqualTo(RunState.SUCCEEDED);
    assertThat(output(ended)).contains("openssl.x86_64", "업데이트가 있음", "재부팅이 필요함");
    String called = calls();
    assertThat(called.lines().filter(call -> !call.equals("yum check-update")))
        .containsExactly("yum update -y");

    host = ", os: none";
    Runs.Detail others = start("timbel", "os-update", null, Map.of());
    assertThat(others.run().state()).as(output(others)).isEqualTo(RunState.SUCCEEDED);
    assertThat(output(others)).contains("다른 곳에서 패치한다");
    host = "";
    Runs.Detail unsaid = start("timbel", "os-update", null, Map.of());
    assertThat(unsaid.run().state()).isEqualTo(RunState.FAILED);
    assertThat(output(unsaid)).contains("hosts에 os가 없음");
    assertThat(calls()).as("neither called anything").isEqualTo(called);
  }

  /** The step of the patch that fetches images; what needs other rooms is told in their stories. */
  @Override
  String shipped(String manual, String name) throws IOException {
    String book = super.shipped(manual, name);
    return name.equals("security-patch")
        ? book.replaceAll("(?m)^schedule: .*\n", "")
            .replaceAll("(?s)```(backup|call|deploy|condition) .*?\n```\n", "")
        : book;
  }

  @Test
  @Shows("INV-24")
  void imagesAreFetchedByWhatComposesTheHostsContainers() throws Exception {
    program("docker", "echo \"docker $*\" >> \"$CALLS\"");
    for (String flavour : List.of("docker-compose", "docker compose", "docker stack")) {
      host = ", compose: " + flavour;
      Runs.Detail ended = start("timbel", "security-patch", null, Map.of());
      assertThat(ended.run().state()).as(output(ended)).isEqualTo(RunState.SUCCEEDED);
    }
    assertThat(calls().lines())
        .containsExactly(
            "docker-compose pull postgres redis nginx", "docker compose pull postgres redis nginx");
  }

  private String read(String name) {
    try {
      return Files.readString(folder.resolve(name));
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
