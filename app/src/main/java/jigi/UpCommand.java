package jigi;

import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import jigi.base.kernel.Messages;
import jigi.base.manual.Manuals;
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

  @Parameters(paramLabel = "MANUAL", arity = "0..*")
  private @Nullable List<Path> manuals;

  @Option(names = "--port", paramLabel = "PORT")
  private int port = 7070;

  @Option(names = "--bind", paramLabel = "ADDRESS")
  private String bind = "127.0.0.1";

  @Option(names = "--rehearsal")
  private boolean rehearsal;

  @Option(names = "--stand-ins")
  private boolean standIns;

  private final Messages messages;
  private final Parts parts;

  UpCommand(Common common, Messages messages, Parts parts) {
    this.common = common;
    this.messages = messages;
    this.parts = parts;
  }

  @Override
  public Integer call() throws Exception {
    Terminal terminal = common.terminal();
    CountDownLatch stopped = new CountDownLatch(1);
    House house = new House(options(), messages, parts);
    Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(house, stopped), "stop"));
    Manuals.Outcome outcome = house.start();
    outcome
        .problems()
        .forEach((folder, found) -> found.forEach(each -> terminal.problem(folder, each)));
    if (!outcome.activated()) {
      int errors = outcome.errors().size();
      terminal.say("cli.up.refused", Map.of("errors", errors));
      return ExitCode.MISUSE.code();
    }
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

  private Options options() throws java.io.IOException {
    List<Path> folders = manuals == null ? List.of(Options.home().resolve(QUICKSTART)) : manuals;
    return new Options(
        folders,
        common.data(),
        bind,
        port == 0 ? freePort() : port,
        rehearsal,
        standIns || manuals == null);
  }

  /** Known before the manuals are read, because they may name it. */
  private static int freePort() throws java.io.IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  private static void stop(House house, CountDownLatch stopped) {
    house.close();
    stopped.countDown();
  }
}
