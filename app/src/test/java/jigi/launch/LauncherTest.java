package jigi.launch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import jigi.launch.Command.Result;
import jigi.testing.Component;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The launcher in a checkout of its own, with a Maven and a JDK that only say they were called. */
@Tag("slow")
class LauncherTest {
  private static final List<String> TOOLS =
      List.of(
          "sh",
          "dirname",
          "ls",
          "cat",
          "find",
          "head",
          "grep",
          "sed",
          "tail",
          "mkdir",
          "rm",
          "date",
          "sleep",
          "mv",
          "mktemp",
          "readlink",
          "touch");

  @TempDir private Path dir;
  private Path root;
  private final Map<String, String> environment = new HashMap<>();

  @BeforeEach
  void checkout() throws IOException {
    root = Files.createDirectories(dir.resolve("check out"));
    for (String script : List.of("jigi", "tools/build", "tools/find-java")) {
      script(root.resolve(script), Files.readString(Component.root().resolve(script)));
    }
    for (String module : List.of(".", "app", "metrics", "stand-in")) {
      Files.createDirectories(root.resolve(module).resolve("src/main"));
      Files.createFile(root.resolve(module).resolve("pom.xml"));
    }
    Files.createDirectories(root.resolve(".mvn"));
    Path bin = Files.createDirectories(dir.resolve("bin"));
    for (String tool : TOOLS) {
      script(bin.resolve(tool), "#!/bin/sh\nPATH=/usr/bin:/bin exec " + tool + " \"$@\"\n");
    }
    environment.put("PATH", bin.toString());
    environment.put("HOME", dir.resolve("home").toString());
    environment.put("JIGI_JDK_ROOT", dir.resolve("machine").toString());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "machine/usr/lib/jvm/temurin-25",
        "machine/opt/homebrew/opt/openjdk@25",
        "machine/Library/Java/JavaVirtualMachines/temurin-25.jdk/Contents/Home",
        "home/.sdkman/candidates/java/25.0.1-tem"
      })
  void findsAJdkInAnyUsualPlace(String place) throws Exception {
    jdk("machine/usr/lib/jvm/a-java-17", "17.0.12");
    jdk(place, "25.0.1");
    maven(0, "");
    Result result = jigi("--help");
    assertThat(result.err()).contains("building");
    assertThat(result.exit()).isZero();
    assertThat(result.out()).contains(dir.resolve(place) + " ").endsWith(" --help\n");
  }

  @Test
  void prefersJavaHomeAndFollowsThePath() throws Exception {
    jdk("elsewhere", "26-ea");
    maven(0, "");
    environment.put("JAVA_HOME", dir.resolve("elsewhere").toString());
    assertThat(jigi("--help").out()).contains("elsewhere ");
    environment.remove("JAVA_HOME");
    Files.createSymbolicLink(dir.resolve("bin/java"), dir.resolve("elsewhere/bin/java"));
    assertThat(jigi("--help").out()).contains("elsewhere ");
  }

  @Test
  void withoutAJdkSaysInOneSentenceWhatToInstall() throws Exception {
    jdk("machine/usr/lib/jvm/java-17", "17.0.12");
    Result result = jigi("up");
    assertThat(result.exit()).isEqualTo(2);
    assertThat(result.err().lines()).singleElement().asString().contains("JDK 25", "install");
  }

  @Test
  void withoutMavenSaysInOneSentenceWhatToInstall() throws Exception {
    jdk("machine/usr/lib/jvm/java-25", "25.0.1");
    Result result = jigi("up");
    assertThat(result.exit()).isEqualTo(2);
    assertThat(result.err().lines())
        .filteredOn(line -> line.contains("Maven was not found"))
        .singleElement()
        .asString()
        .contains("install");
    assertThat(root.resolve("target/.build.lock")).doesNotExist();
  }

  @Test
  void buildsOnceAndAgainWhenSourcesChange() throws Exception {
    jdk("machine/usr/lib/jvm/java-25", "25.0.1");
    maven(0, "");
    assertThat(jigi("--help").exit()).isZero();
    Result second = jigi("--help");
    assertThat(second.err()).isEmpty();
    assertThat(builds()).isEqualTo(1);
    Path source = Files.writeString(root.resolve("app/src/main/New.java"), "class New {}");
    jigi("--help");
    assertThat(builds()).isEqualTo(2);
    Files.delete(source);
    jigi("--help");
    assertThat(builds()).isEqualTo(3);
    Files.delete(root.resolve("stand-in/target/stand-in.jar"));
    jigi("--help");
    assertThat(builds()).isEqualTo(4);
  }

  @Test
  void twoStartsAtOnceBuildOnce() throws Exception {
    jdk("machine/usr/lib/jvm/java-25", "25.0.1");
    maven(0, "");
    List<String> words = List.of(root.resolve("jigi").toString(), "--help");
    Command.Running one = Command.start(environment, words);
    Command.Running other = Command.start(environment, words);
    assertThat(one.end().exit()).isZero();
    assertThat(other.end().exit()).isZero();
    assertThat(builds()).isEqualTo(1);
  }

  @Test
  void aLockWhoseOwnerDiedIsTakenOver() throws Exception {
    jdk("machine/usr/lib/jvm/java-25", "25.0.1");
    maven(0, "");
    Process dead = new ProcessBuilder("true").start();
    dead.waitFor();
    Path lock = Files.createDirectories(root.resolve("target/.build.lock"));
    Files.writeString(lock.resolve("pid"), dead.pid() + "\n");
    assertThat(jigi("--help").exit()).isZero();
    assertThat(lock).doesNotExist();
  }

  @Test
  void aFailedBuildShowsItsErrorsAndIsTriedAgain() throws Exception {
    jdk("machine/usr/lib/jvm/java-25", "25.0.1");
    maven(1, "[ERROR] Main.java:[3,1] ';' expected");
    Result result = jigi("up");
    assertThat(result.exit()).isEqualTo(2);
    assertThat(result.err()).contains("';' expected").contains("target/build.log");
    maven(0, "");
    assertThat(jigi("--help").exit()).isZero();
  }

  @Test
  void runsOnWithoutSources() throws Exception {
    jdk("machine/usr/lib/jvm/java-25", "25.0.1");
    maven(0, "");
    jigi("--help");
    Files.delete(root.resolve("pom.xml"));
    Files.writeString(root.resolve("app/src/main/New.java"), "class New {}");
    assertThat(jigi("--help").exit()).isZero();
    assertThat(builds()).isEqualTo(1);
  }

  @Test
  void boundsMemoryByProfile() throws Exception {
    jdk("machine/usr/lib/jvm/java-25", "25.0.1");
    maven(0, "");
    assertThat(jigi("up").out()).contains("-Xmx144m", "-XX:+ExitOnOutOfMemoryError", "arenas=2");
    environment.put("JIGI_PROFILE", "small");
    assertThat(jigi("up").out()).contains("-Xmx64m", "-XX:MaxDirectMemorySize=16m");
    environment.put("JIGI_PROFILE", "tiny");
    Result wrong = jigi("up");
    assertThat(wrong.exit()).isEqualTo(2);
    assertThat(wrong.err()).contains("JIGI_PROFILE=tiny").contains("standard or small");
  }

  @Test
  void startsWithoutACacheThatJavaCannotUse() throws Exception {
    jdk("machine/usr/lib/jvm/java-25", "25.0.1");
    maven(0, "");
    assertThat(jigi("up").out()).contains("-XX:AOTCache=");
    Files.delete(root.resolve("app/target/jigi.aot.key"));
    environment.put("NO_ROOM", "1");
    Result slow = jigi("up");
    assertThat(slow.exit()).isZero();
    assertThat(slow.out()).doesNotContain("-XX:AOTCache=");
    assertThat(slow.err()).contains("starts will be slower");
  }

  @Test
  void becomesJavaSoThatSignalsReachItAndKeepsTheCallersFolder() throws Exception {
    jdk("machine/usr/lib/jvm/java-25", "25.0.1");
    maven(0, "");
    jigi("--help");
    Path link = Files.createSymbolicLink(dir.resolve("jigi-link"), root.resolve("jigi"));
    Command.Running running = Command.start(environment, List.of(link.toString(), "up", "a b"));
    Result result = running.end();
    assertThat(result.out()).contains("pid=" + running.process().pid());
    assertThat(result.out()).contains("cwd=" + Path.of("").toAbsolutePath());
    assertThat(result.out()).endsWith(" up a b\n").contains("words-after-jar=2");
  }

  private Result jigi(String... arguments) throws Exception {
    return Command.run(
        environment,
        Stream.concat(Stream.of(root.resolve("jigi").toString()), Stream.of(arguments))
            .toArray(String[]::new));
  }

  private long builds() throws IOException {
    return Files.readAllLines(dir.resolve("maven-calls")).size();
  }

  private void jdk(String place, String version) throws IOException {
    Path home = Files.createDirectories(dir.resolve(place));
    Files.writeString(home.resolve("release"), "JAVA_VERSION=\"" + version + "\"\n");
    script(home.resolve("bin/javac"), "#!/bin/sh\n");
    script(
        home.resolve("bin/java"),
        """
        #!/bin/sh
        home=$(cd "$(dirname "$(readlink "$0" || echo "$0")")/.." && pwd)
        after=
        for word; do
          case $word in
            -XX:AOTCacheOutput=*) : >"${word#*=}" ;;
            -XX:AOTCache=*) [ -z "${NO_ROOM-}" ] || { echo "Unable to use AOT cache." >&2; exit 1; } ;;
          esac
          [ -z "$after" ] || words=$((words + 1))
          case $word in *.jar) after=yes words=0 ;; esac
        done
        echo "$home pid=$$ cwd=$PWD arenas=$MALLOC_ARENA_MAX words-after-jar=$words $*"
        """);
  }

  private void maven(int exit, String says) throws IOException {
    script(
        dir.resolve("bin/mvn"),
        """
        #!/bin/sh
        echo call >>'%s/maven-calls'
        echo "%s"
        sleep 0.3
        mkdir -p app/target stand-in/target
        : >app/target/jigi.jar
        : >stand-in/target/stand-in.jar
        exit %d
        """
            .formatted(dir, says, exit));
  }

  private static void script(Path file, String text) throws IOException {
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
    assertThat(file.toFile().setExecutable(true)).isTrue();
  }
}
