package jigi.testing;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Something outside the test sources that a test may need. Most are Debian packages, listed in
 * {@code tools/debian-packages}; three are jars that the build makes or fetches.
 */
public enum Component {
  /** The directory of {@code initdb}, {@code pg_ctl} and {@code postgres}. */
  POSTGRESQL("postgresql", "initdb"),
  REDIS("redis", "redis-server"),
  MARIADB("mariadb", "mariadbd"),
  PROMETHEUS("prometheus", "prometheus"),
  ALERTMANAGER("alertmanager", "prometheus-alertmanager"),
  NGINX("nginx", "nginx"),
  HAPROXY("haproxy", "haproxy"),
  PROMTOOL("promtool", "promtool"),
  VICTORIA_METRICS("victoria-metrics", "victoria-metrics"),
  CHROMIUM("chromium", "chromium"),
  OPENSSL("openssl", "openssl"),
  DNSMASQ("dnsmasq", "dnsmasq"),
  PING("ping", "ping"),
  NFT("nft", "nft"),
  APT("apt", "apt-get"),
  CHRONY("chrony", "chronyd"),
  DOCKER("docker", "dockerd"),
  DOCKER_REGISTRY("docker-registry", "docker-registry"),
  SSHD("sshd", "sshd"),
  SUDO("sudo", "sudo"),
  FAKETIME("faketime", "faketime"),
  GPG("gpg", "gpg"),
  AGE("age", "age"),
  /** The packaged application, {@code app/target/jigi.jar}. */
  JIGI_JAR("jigi-jar", "app/target/jigi.jar"),
  /** The packaged stand-in, {@code stand-in/target/stand-in.jar}. */
  STAND_IN_JAR("stand-in-jar", "stand-in/target/stand-in.jar"),
  /** An S3 server in a folder of jars of its own, {@code tools/s3-server}. */
  S3_SERVER("s3-server", "tools/s3-server/target/lib/org.gaul.s3proxy.jar");

  private final String id;
  private final String file;

  Component(String id, String file) {
    this.id = id;
    this.file = file;
  }

  /**
   * Finds a component by the name that {@link Needs} uses.
   *
   * @throws IllegalArgumentException if there is none of that name
   */
  public static Component named(String id) {
    return Stream.of(values())
        .filter(component -> component.id.equals(id))
        .findFirst()
        .orElseThrow(
            () -> new IllegalArgumentException("@Needs(\"" + id + "\"): no such component"));
  }

  /** The program or jar, absolute; empty if it is not here, or is a jar older than its sources. */
  public Optional<Path> find() {
    if (!isBuilt()) {
      return directories().map(dir -> dir.resolve(file)).filter(Files::isExecutable).findFirst();
    }
    Path jar = root().resolve(file);
    return Files.isRegularFile(jar) && !isStale(jar) ? Optional.of(jar) : Optional.empty();
  }

  /**
   * As {@link #find()}, for a test that {@link Needs} it.
   *
   * @throws IllegalStateException if it is not here
   */
  public Path path() {
    return find().orElseThrow(() -> new IllegalStateException("needs " + absence()));
  }

  /** The repository, whichever module's tests are running. */
  public static Path root() {
    Path here = Path.of("").toAbsolutePath();
    return Files.isDirectory(here.resolve("app")) ? here : here.resolve("..").normalize();
  }

  boolean isBuilt() {
    return file.endsWith(".jar");
  }

  String absence() {
    return isBuilt()
        ? id + " (" + file + " missing or older than its sources: ./test builds it)"
        : id + " (no " + file + ": ./test --install)";
  }

  private static Stream<Path> directories() {
    List<Path> usual =
        List.of(Path.of("/usr/bin"), Path.of("/usr/sbin"), Path.of("/usr/local/bin"));
    return Stream.concat(
        Stream.concat(
            Stream.of(System.getenv("PATH").split(File.pathSeparator)).map(Path::of),
            usual.stream()),
        postgresqlDirectories());
  }

  /** Debian keeps server programs of every PostgreSQL version out of the path; newest first. */
  private static Stream<Path> postgresqlDirectories() {
    Path versions = Path.of("/usr/lib/postgresql");
    if (!Files.isDirectory(versions)) {
      return Stream.empty();
    }
    try (Stream<Path> found = Files.list(versions)) {
      return found.sorted(Comparator.reverseOrder()).map(v -> v.resolve("bin")).toList().stream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private boolean isStale(Path jar) {
    if (this == S3_SERVER) {
      return false;
    }
    List<String> modules = this == JIGI_JAR ? List.of("app", "metrics") : List.of("stand-in");
    return modules.stream()
        .map(module -> root().resolve(module).resolve("src/main"))
        .anyMatch(sources -> anyNewer(sources, jar));
  }

  private static boolean anyNewer(Path sources, Path jar) {
    long built = jar.toFile().lastModified();
    try (Stream<Path> files = Files.walk(sources)) {
      return files.anyMatch(f -> f.toFile().lastModified() > built);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
