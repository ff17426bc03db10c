package jigi.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import jigi.base.kernel.Hash;
import jigi.operate.notify.HttpEnd;
import jigi.operate.notify.mailbox.MailSink;

/**
 * A copy of the quickstart on ports of its own: the shop's stand-in, a mail server and an end that
 * plays Slack. What is broken in it is broken for real.
 */
public final class ShopScene implements AutoCloseable {
  /** How the copy differs from the manual that ships. */
  public enum Pace {
    /** As it ships. */
    SHIPPED,
    /** As it ships, with the stand-ins started by Jigi itself, mailbox included. */
    STAND_INS,
    /** Every second instead of every other, and a restart that takes a second and is counted. */
    SHORT
  }

  private static final String COUNTING =
      """
      #!/bin/sh
      # The shop's commands; each that acts leaves a line when it begins and when it ends.
      case $1 in
        restart | reset) ;;
        status) exec "%1$s/service" status shop ;;
        *) exec "$(dirname "$0")/shop-itself" "$@" ;;
      esac
      echo "begin $1 $$" >>"%1$s/effects"
      sleep 1
      "$(dirname "$0")/shop-itself" "$@"
      code=$?
      echo "end $1 $$ $code" >>"%1$s/effects"
      exit $code
      """;

  private final Path folder;
  private final Pace pace;
  private final Path state;
  private final MailSink mail;
  private final HttpEnd chat;
  private final int shopPort;

  /** Copies the manual and starts the shop. */
  public ShopScene(Pace pace) {
    try {
      // Not below a @TempDir, which the account of the steps may not enter.
      folder = Files.createTempDirectory(Path.of("/var/tmp"), "jigi-scene");
      Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
      this.pace = pace;
      state = pace == Pace.STAND_INS ? ofJigi() : folder.resolve("stand-ins");
      mail = MailSink.open(0, InstantSource.system());
      chat = new HttpEnd();
      shopPort = freePort();
      copyManual();
      if (pace == Pace.STAND_INS) {
        int chatPort = freePort();
        edit("stand-ins/chat.service", Map.of("port=7026", "port=" + chatPort));
        edit("stand-ins/chat.url", Map.of("127.0.0.1:7026", "127.0.0.1:" + chatPort));
        mail.close();
        return;
      }
      edit("jigi.yaml", Map.of("\"${JIGI_STAND_INS}\"", state.toString()));
      Files.writeString(manual().resolve("stand-ins/chat.url"), chat.url() + "\n");
      if (pace == Pace.SHORT) {
        shorten();
      }
      service("install", manual().resolve("stand-ins/shop.service").toString());
      service("start", "shop");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Where Jigi keeps the stand-ins of the data directory that {@link #setup} names. */
  private Path ofJigi() {
    String name = Hash.of(folder.resolve("data").toString()).substring(0, 8);
    return Path.of(System.getProperty("java.io.tmpdir"), "jigi-stand-ins-" + name);
  }

  /** Where the end that plays Slack listens. */
  public String chatUrl() {
    try {
      return Files.readString(manual().resolve("stand-ins/chat.url")).strip();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A port that nobody listened on a moment ago. */
  public static int freePort() {
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return free.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void copyManual() throws IOException {
    Path from = Component.root().resolve("manuals/quickstart");
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.toList()) {
        Path to = manual().resolve(from.relativize(file).toString());
        if (Files.isDirectory(file)) {
          Files.createDirectories(to);
          Files.setPosixFilePermissions(to, PosixFilePermissions.fromString("rwxr-xr-x"));
        } else {
          Files.copy(file, to, StandardCopyOption.COPY_ATTRIBUTES);
        }
      }
    }
    edit(
        "jigi.yaml",
        Map.of(
            "127.0.0.1:7071", "127.0.0.1:" + shopPort,
            "127.0.0.1:7025", "127.0.0.1:" + mail.port()));
    edit("stand-ins/shop.service", Map.of("port=7071", "port=" + shopPort));
  }

  private void shorten() throws IOException {
    edit("jigi.yaml", Map.of("every: 2s", "every: 1s"));
    // Only the alert of the story may act, however slow the machine is.
    edit(
        "rules/shop.yaml",
        Map.of(
            "interval: 2s", "interval: 1s",
            "for: 2s", "for: 1s",
            "> 0.5", "> 50",
            "> 0.05", "> 50",
            "> 0.8", "> 50"));
    edit(
        "runbooks/shop-down.md",
        Map.of(
            "scripts/shop restart\n```",
            "scripts/shop restart\n```\n```sh verify on=here\nscripts/shop status\n```"));
    Path script = manual().resolve("scripts/shop");
    Files.move(script, script.resolveSibling("shop-itself"));
    Files.writeString(script, COUNTING.formatted(state));
    Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  /** Replaces text in a file of the manual; each must be there. */
  public void edit(String name, Map<String, String> replacements) {
    try {
      Path file = manual().resolve(name);
      String text = Files.readString(file);
      for (var each : replacements.entrySet()) {
        if (!text.contains(each.getKey())) {
          throw new IllegalStateException(name + " has no '" + each.getKey() + "'");
        }
        text = text.replace(each.getKey(), each.getValue());
      }
      Files.writeString(file, text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public Path manual() {
    return folder.resolve("quickstart");
  }

  public Path folder() {
    return folder;
  }

  public MailSink mail() {
    return mail;
  }

  public HttpEnd chat() {
    return chat;
  }

  /** A start on this manual with a data directory of its own. */
  public RunningJigi.Setup setup(String name, Map<String, String> environment) {
    Map<String, String> all = new TreeMap<>(environment);
    List<String> arguments = new ArrayList<>(List.of(manual().toString()));
    if (pace == Pace.STAND_INS) {
      arguments.add("--stand-ins");
      all.put("JIGI_MAILBOX_PORT", String.valueOf(mail.port()));
    }
    return new RunningJigi.Setup(
        freePort(), folder.resolve(name), folder.resolve(name + "-home"), arguments, all);
  }

  /** What the restart left: {@code begin restart 4711} and {@code end restart 4711 0}. */
  public List<String> effects() {
    try {
      Path file = state.resolve("effects");
      return Files.exists(file) ? Files.readAllLines(file) : List.of();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public void stopShop() {
    service("stop", "shop");
  }

  public void startShop() {
    service("start", "shop");
  }

  private void service(String... words) {
    List<String> command = new ArrayList<>();
    command.add(Component.root().resolve("stand-in/service").toString());
    command.addAll(List.of("--state", state.toString()));
    command.addAll(List.of(words));
    try {
      Path output = folder.resolve("service.out");
      ProcessBuilder builder = new ProcessBuilder(command);
      builder
          .environment()
          .put("STAND_IN_JAVA", Path.of(System.getProperty("java.home"), "bin/java").toString());
      Process process = builder.redirectErrorStream(true).redirectOutput(output.toFile()).start();
      if (!process.waitFor(Until.PATIENCE.toSeconds(), TimeUnit.SECONDS)
          || process.exitValue() != 0) {
        process.destroyForcibly();
        throw new AssertionError(command + ": " + Files.readString(output, UTF_8));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    service("stop", "shop");
    if (pace == Pace.STAND_INS) {
      service("stop", "chat");
      delete(state);
    }
    mail.close();
    chat.close();
    delete(folder);
  }

  private static void delete(Path top) {
    try (Stream<Path> files = Files.walk(top)) {
      files.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
