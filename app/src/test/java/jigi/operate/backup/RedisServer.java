package jigi.operate.backup;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import jigi.testing.Server;

/** A real Redis with a password, filled and asked by its own client. */
final class RedisServer implements AutoCloseable {
  static final String PASSWORD = "s3cret-of-redis";

  private final Server server;

  private RedisServer(Server server) {
    this.server = server;
  }

  /**
   * @param data its folder
   * @param options as on its command line
   */
  static RedisServer start(int port, Path data, String... options) {
    List<String> all =
        new ArrayList<>(List.of("--requirepass", PASSWORD, "--repl-diskless-sync-delay", "0"));
    all.addAll(List.of(options));
    return new RedisServer(Server.redis(port, data, all.toArray(String[]::new)));
  }

  int port() {
    return server.port();
  }

  /** STOP hangs it. */
  void signal(String name) {
    server.signal(name);
  }

  void stop() {
    server.stop();
  }

  @Override
  public void close() {
    server.close();
  }

  /** What its client says to a command. */
  String redis(String... words) throws IOException, InterruptedException {
    return redis(port(), words);
  }

  /** Of one that has the same password. */
  static String redis(int port, String... words) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("redis-cli", "-p", "" + port));
    command.addAll(List.of(words));
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put("REDISCLI_AUTH", PASSWORD);
    Process process = builder.start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    process.waitFor();
    assertThat(said).doesNotContain("ERR");
    return said.strip();
  }
}
