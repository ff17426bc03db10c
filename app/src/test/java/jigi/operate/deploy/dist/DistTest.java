package jigi.operate.deploy.dist;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import jigi.operate.deploy.DeployException;
import jigi.operate.deploy.machine.Release;
import jigi.operate.deploy.machine.Shipping;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The files that are served change with the release, and come back as they were. */
class DistTest {
  private static final Release NEXT =
      new Release("7", "deploy-1", new Shipping(null, true, Map.of("FE_TAG", "2")));

  @TempDir Path folder;
  private Dist dist;
  private Path served;

  @BeforeEach
  void make() throws IOException {
    served = Files.createDirectory(folder.resolve("www"));
    put(served, "index.html", "one");
    put(served, "assets/one.js", "1");
    put(served, "old/gone.txt", "gone");
    put(folder.resolve("releases/2"), "index.html", "two");
    put(folder.resolve("releases/2"), "assets/two.js", "2");
    Files.setLastModifiedTime(
        served.resolve("assets"), FileTime.from(Instant.parse("2026-01-01T00:00:00Z")));
    Files.setPosixFilePermissions(
        served.resolve("index.html"), PosixFilePermissions.fromString("rw-r-----"));
    dist = new Dist(new DistSettings("releases/{FE_TAG}", "www"), folder);
  }

  private static void put(Path root, String name, String text) throws IOException {
    Path file = root.resolve(name);
    Files.createDirectories(java.util.Objects.requireNonNull(file.getParent()));
    Files.writeString(file, text);
  }

  /** Everything of a file but its content's bytes being elsewhere: name, mode, time, text. */
  private Map<String, String> seen(Path root) throws IOException {
    Map<String, String> all = new TreeMap<>();
    try (Stream<Path> files = Files.walk(root)) {
      for (Path each : files.toList()) {
        all.put(
            root.relativize(each).toString(),
            PosixFilePermissions.toString(Files.getPosixFilePermissions(each))
                + " "
                + Files.getLastModifiedTime(each)
                + " "
                + (Files.isDirectory(each) ? "" : Files.readString(each)));
      }
    }
    return all;
  }

  @Test
  void preparingShowsNothingAndCancellingLeavesNothing() throws Exception {
    Map<String, String> before = seen(folder);
    dist.prepare(NEXT);
    dist.prepare(NEXT);
    assertThat(served.resolve("index.html")).hasContent("one");
    dist.takeBack(NEXT);
    dist.discard(NEXT);
    assertThat(seen(folder).keySet()).isEqualTo(before.keySet());
  }

  @Test
  void whatWasServedComesBackAsItWas() throws Exception {
    Map<String, String> before = seen(served);
    dist.prepare(NEXT);
    dist.show(NEXT);
    dist.show(NEXT);
    assertThat(served.resolve("index.html")).hasContent("two");
    assertThat(served.resolve("assets/one.js")).as("pages of before still ask for it").exists();
    dist.takeBack(NEXT);
    dist.takeBack(NEXT);
    dist.discard(NEXT);
    assertThat(seen(served)).isEqualTo(before);
    try (Stream<Path> left = Files.list(folder)) {
      assertThat(left.map(each -> String.valueOf(each.getFileName())))
          .containsExactlyInAnyOrder("www", "releases");
    }
  }

  @Test
  void atTheEndOnlyTheNewFilesAreServedAndTheOldOnesAreKept() throws Exception {
    Map<String, String> before = seen(served);
    dist.prepare(NEXT);
    dist.show(NEXT);
    dist.settle(NEXT);
    dist.settle(NEXT);
    Map<String, String> now = seen(served);
    Map<String, String> release = seen(folder.resolve("releases/2"));
    now.remove("");
    release.remove("");
    assertThat(now).as("all but the folder itself, which stays").isEqualTo(release);
    assertThat(seen(dist.previous())).isEqualTo(before);
  }

  @Test
  void aReleaseWithoutFilesIsRefused() {
    Release none = new Release("7", "i", new Shipping(null, true, Map.of("FE_TAG", "9")));
    assertThatThrownBy(() -> dist.prepare(none))
        .isInstanceOf(DeployException.class)
        .hasMessageContaining("releases/9");
  }
}
