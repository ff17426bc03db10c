package jigi.operate.deploy;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import jigi.base.run.RunState;
import jigi.base.run.Runs;
import jigi.testing.Component;
import jigi.testing.Server;

/**
 * Switches and rolling updates under load, behind HAProxy and nginx; {@code benchmarks/deploy/run}
 * begins it. Ends with 1 where a request failed by its status, or at all where nothing is reloaded.
 */
final class SwitchBenchmark {
  /** Each client sends so many requests a second, unless answers take longer. */
  private static final int EACH = 20;

  private final int rate;
  private final Path folder;
  private final PrintStream out;
  private boolean failed;

  private SwitchBenchmark(int rate, Path folder, PrintStream out) {
    this.rate = rate;
    this.folder = folder;
    this.out = out;
  }

  /** How many switches, how many rolling updates, how many requests a second, and where to. */
  public static void main(String[] args) throws Exception {
    int switches = Integer.parseInt(args[0]);
    int rolls = Integer.parseInt(args[1]);
    Path folder = Files.createTempDirectory("jigi-switches");
    try (PrintStream out = new PrintStream(args[3], StandardCharsets.UTF_8)) {
      SwitchBenchmark all = new SwitchBenchmark(Integer.parseInt(args[2]), folder, out);
      all.tell("asked for " + all.rate + " requests a second, slow ones of 2 s among them");
      for (Front front : Front.values()) {
        all.colours(front, switches);
      }
      all.reloads(switches);
      all.instances("HAProxy", rolls);
      all.instances("nginx", rolls);
      System.exit(all.failed ? 1 : 0);
    }
  }

  private void tell(String line) {
    System.out.println(line);
    out.println(line);
  }

  private Load load(int port) throws InterruptedException {
    Load load = new Load(port, Math.max(1, rate / EACH / 2), Duration.ofMillis(1000 / EACH));
    Thread.sleep(Duration.ofSeconds(5)); // connections and compilers are warm
    load.p99();
    Thread.sleep(Duration.ofSeconds(5));
    return load;
  }

  /** What stands in front of two colours. */
  private enum Front {
    HAPROXY("HAProxy", true),
    NGINX("nginx", false),
    NGINX_LINK("nginx by a link", true);

    private final String title;

    /** Whether no request may go without an answer. */
    private final boolean strict;

    Front(String title, boolean strict) {
      this.title = title;
      this.strict = strict;
    }

    Server start(Path home, Gateways.Ports ports) throws IOException {
      return switch (this) {
        case HAPROXY -> Gateways.haproxy(home, ports);
        case NGINX -> Gateways.nginx(home, ports);
        case NGINX_LINK -> Gateways.nginxLink(home, ports);
      };
    }

    String yaml(Path home) {
      return switch (this) {
        case HAPROXY -> Gateways.haproxyYaml();
        case NGINX -> Gateways.nginxYaml(home);
        case NGINX_LINK -> Gateways.nginxLinkYaml();
      };
    }
  }

  private void colours(Front front, int switches) throws Exception {
    Path home = Files.createDirectories(folder.resolve(front.name()));
    Gateways.Ports ports = Gateways.Ports.free();
    try (Server gateway = front.start(home, ports);
        DeployBench bench =
            new DeployBench(home).manual(quick(Gateways.manual(ports, front.yaml(home))))) {
      deploy(bench, "0");
      measure(front.title, "switches", front.strict, switches, ports.front(), bench);
    } finally {
      Gateways.sweep(home, ports);
    }
  }

  /** What is watched longer fails no more often, and there are many. */
  private static String quick(String manual) {
    return manual.replace("observe: 1s", "observe: 300ms");
  }

  private void instances(String gateway, int rolls) throws Exception {
    Path home = Files.createDirectories(folder.resolve(gateway + "-instances"));
    Gateways.Row row = Gateways.Row.free(3);
    boolean haproxy = gateway.equals("HAProxy");
    String yaml = haproxy ? Gateways.haproxyYaml() : Gateways.nginxYaml(home);
    try (Server front = haproxy ? Gateways.haproxy(home, row) : Gateways.nginx(home, row);
        DeployBench bench = new DeployBench(home).manual(quick(Gateways.manual(row, yaml)))) {
      deploy(bench, "0");
      measure(gateway, "rolling updates of 3", haproxy, rolls, row.front(), bench);
    } finally {
      Gateways.sweep(home, row.behind());
    }
  }

  private void measure(
      String gateway, String what, boolean strict, int times, int port, DeployBench bench)
      throws Exception {
    List<Long> millis = new ArrayList<>();
    long begun = System.nanoTime();
    try (Load load = load(port)) {
      int quiet = load.p99();
      int before = load.answered();
      long since = System.nanoTime();
      for (int i = 1; i <= times; i++) {
        deploy(bench, String.valueOf(i));
        Long switched = bench.newest().switchMillis();
        if (switched != null) {
          millis.add(switched);
        }
      }
      double seconds = (System.nanoTime() - since) / 1e9;
      int p99 = load.p99();
      load.close();
      tell(
          "%s, %d %s in %d s: %d requests (%d/s), by status failed %s, without an answer %s"
                  .formatted(
                      gateway,
                      times,
                      what,
                      (System.nanoTime() - begun) / 1_000_000_000,
                      load.answered(),
                      Math.round((load.answered() - before) / seconds),
                      load.bad(),
                      load.broken())
              + ", p99 %d ms (quiet %d ms)".formatted(p99, quiet)
              + (millis.isEmpty() ? "" : ", switch median " + median(millis) + " ms"));
      failed |= !load.bad().isEmpty() || (strict && !load.broken().isEmpty());
    }
  }

  private static long median(List<Long> all) {
    return all.stream().sorted().toList().get(all.size() / 2);
  }

  private static void deploy(DeployBench bench, String version) throws InterruptedException {
    Runs.Detail ended = bench.phase(Phase.FULL, version);
    if (ended.run().state() != RunState.SUCCEEDED) {
      throw new IllegalStateException(version + ": " + DeployBench.evidence(ended));
    }
  }

  /** What nginx's reload alone costs: nothing is switched. */
  private void reloads(int times) throws Exception {
    Path home = Files.createDirectories(folder.resolve("reloads"));
    Gateways.Ports ports = Gateways.Ports.free();
    String yaml = Gateways.nginxYaml(home);
    try (Server front = Gateways.nginx(home, ports);
        DeployBench bench = new DeployBench(home).manual(Gateways.manual(ports, yaml))) {
      deploy(bench, "0");
      try (Load load = load(ports.front())) {
        for (int i = 0; i < times; i++) {
          reload(home);
          Thread.sleep(Duration.ofSeconds(1));
        }
        load.close();
        tell(
            "nginx, %d bare reloads: %d requests, by status failed %s, without an answer %s"
                .formatted(times, load.answered(), load.bad(), load.broken()));
      }
    } finally {
      Gateways.sweep(home, ports);
    }
  }

  private static void reload(Path home) throws IOException, InterruptedException {
    List<String> command =
        List.of(
            Component.NGINX.path().toString(),
            "-p",
            home.toString(),
            "-e",
            home.resolve("logs/first.log").toString(),
            "-c",
            home.resolve("nginx.conf").toString(),
            "-s",
            "reload");
    if (new ProcessBuilder(command).start().waitFor() != 0) {
      throw new IllegalStateException("nginx was not reloaded");
    }
  }
}
