package jigi;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import jigi.base.config.ManualAddress;
import jigi.base.kernel.Messages;
import jigi.base.kernel.UserError;
import jigi.base.manual.Manuals;
import jigi.detect.metric.remote.RemoteSettings;
import jigi.present.cli.Common;
import jigi.present.cli.ExitCode;
import jigi.present.cli.Terminal;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code jigi up}: runs manuals until it is told to stop. */
@Command(name = "up")
final class UpCommand implements Callable<Integer> {
  private static final Path QUICKSTART = Path.of("manuals", "quickstart");

  @Mixin private final Common common;

  @Parameters(paramLabel = "MANUAL", descriptionKey = "MANUAL", arity = "0..*")
  private @Nullable List<Path> manuals;

  @Option(names = "--port", paramLabel = "PORT")
  private int port = 7070;

  @Option(names = "--bind", paramLabel = "ADDRESS")
  private String bind = "127.0.0.1";

  @Option(names = "--rehearsal")
  private boolean rehearsal;

  @Option(names = "--restored")
  private boolean restored;

  @Option(names = "--stand-ins")
  private boolean standIns;

  @Option(
      names = "--metrics",
      paramLabel = "URL",
      defaultValue = "${env:JIGI_METRICS:-" + Option.NULL_VALUE + "}")
  private @Nullable String metrics;

  @Option(names = "--metrics-write", paramLabel = "URL")
  private @Nullable String metricsWrite;

  @Option(names = "--metrics-token", paramLabel = "FILE")
  private @Nullable Path metricsToken;

  @Option(names = "--prometheus-listen", paramLabel = "ADDRESS:PORT")
  private @Nullable String prometheusListen;

  @Mixin private final StoreChoice store = new StoreChoice();

  private final Messages messages;
  private final Parts parts;

  /** What was refused has nothing to say at its end but why. */
  private volatile boolean started;

  UpCommand(Common common, Messages messages, Parts parts) {
    this.common = common;
    this.messages = messages;
    this.parts = parts;
  }

  @Override
  public Integer call() throws Exception {
    Terminal terminal = common.terminal();
    CountDownLatch stopped = new CountDownLatch(1);
    Options options = options();
    requireStartable(options);
    Door door = new Door(options);
    House house = new House(options, messages, parts, new Standby(door, terminal), door);
    Runtime.getRuntime()
        .addShutdownHook(new Thread(() -> stop(terminal, options, house, stopped), "stop"));
    Manuals.Outcome outcome = house.start();
    outcome
        .problems()
        .forEach((folder, found) -> found.forEach(each -> terminal.problem(folder, each)));
    if (!outcome.activated()) {
      int errors = outcome.errors().size();
      terminal.say("cli.up.refused", Map.of("errors", errors));
      return ExitCode.MISUSE.code();
    }
    if (restored) {
      house.own();
    }
    started = true;
    say(terminal, house);
    stopped.await();
    return ExitCode.DONE.code();
  }

  private void say(Terminal terminal, House house) {
    String link = house.firstLink();
    if (terminal.json()) {
      terminal.json(Map.of("url", house.url(), "link", link == null ? "" : link));
      return;
    }
    terminal.say("cli.up.address", Map.of("url", house.url()));
    if (link != null) {
      terminal.say("cli.up.link", Map.of("link", link));
    }
  }

  /** What can be seen to be wrong before anything has begun. */
  private static void requireStartable(Options options) {
    for (Path manual : options.manuals()) {
      Path folder = ManualAddress.of(manual).folder();
      if (!Files.isDirectory(folder)) {
        throw new UserError(
            "manual-not-found",
            "there is no folder " + folder,
            "name a folder with a jigi.yaml in it, such as manuals/quickstart");
      }
    }
    Ports.requireFree(
        options.bind(),
        options.port(),
        "stop the other program, or choose another port: --port 0 picks a free one");
    Options.PrometheusPort prometheus = options.prometheus();
    if (prometheus != null) {
      Ports.requireFree(
          prometheus.bind(),
          prometheus.port(),
          "stop the other program, or choose another port for --prometheus-listen");
    }
    if (options.standIns()) {
      Ports.requireFree(
          "127.0.0.1",
          Mailbox.port(),
          "stop the other program: the mailbox of the stand-ins listens there");
    }
  }

  private Options options() {
    List<Path> folders = manuals == null ? List.of(Options.home().resolve(QUICKSTART)) : manuals;
    return new Options(
        folders,
        common.data(),
        bind,
        port == 0 ? Ports.free(bind) : port,
        rehearsal,
        standIns || manuals == null,
        remote(),
        store.database(),
        prometheusPort());
  }

  private Options.@Nullable PrometheusPort prometheusPort() {
    if (prometheusListen == null) {
      return null;
    }
    int colon = prometheusListen.lastIndexOf(':');
    String host = colon <= 0 ? "127.0.0.1" : prometheusListen.substring(0, colon);
    String digits = prometheusListen.substring(colon + 1);
    if (!digits.matches("[0-9]{1,5}") || Integer.parseInt(digits) > 65_535) {
      throw new UserError(
          "bad-listen",
          "not an address to listen on (" + prometheusListen + ")",
          "write --prometheus-listen 127.0.0.1:9090");
    }
    String bare = host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    return new Options.PrometheusPort(bare, Integer.parseInt(digits));
  }

  private @Nullable RemoteSettings remote() {
    if (metrics == null) {
      return null;
    }
    try {
      return RemoteSettings.of(metrics, metricsWrite, metricsToken);
    } catch (IllegalArgumentException e) {
      throw new UserError(
          "bad-metrics-url",
          "the metric server's address is no URL (" + e.getMessage() + ")",
          "write --metrics http://127.0.0.1:9090",
          e);
    }
  }

  private void stop(Terminal terminal, Options options, House house, CountDownLatch stopped) {
    house.close();
    // Whoever ends Jigi by hand would not guess that what it watched goes on.
    if (started && options.standIns() && !terminal.json()) {
      terminal.say("cli.up.stand-ins-go-on", Map.of("data", options.data()));
    }
    stopped.countDown();
  }
}
