package jigi;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import jigi.base.kernel.Environment;
import jigi.base.kernel.Messages;
import jigi.base.kernel.UserError;
import jigi.present.cli.Common;
import jigi.present.cli.ExitCode;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/**
 * Starts the house twice in the given data directory, asks it for its pages and runs the commands
 * that people type most, so that the cache that Java writes at the end holds what a start needs.
 */
@Command(name = "aot-training")
final class TrainingCommand implements Callable<Integer> {
  /** Whoever builds may do so on a busy machine. */
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  private static final List<String> PATHS =
      List.of(
          "/-/healthy",
          "/-/ready",
          "/metrics",
          "/",
          "/services",
          "/services/quickstart/machine",
          "/alerts",
          "/incidents",
          "/runs",
          "/runbooks",
          "/runbooks/quickstart/shop-down",
          "/journal",
          "/settings",
          "/api/v1/now",
          "/api/v1/components",
          "/api/v1/conditions",
          "/api/v1/runbooks",
          "/api/v1/journal?limit=10",
          "/api/v1/query?query=probe_success");

  private static final List<List<String>> COMMANDS =
      List.of(
          List.of("status", "--all"),
          List.of("status", "--json"),
          List.of("conditions"),
          List.of("alerts"),
          List.of("incidents"),
          List.of("runs"),
          List.of("runbook", "list"),
          List.of("journal"));

  @Mixin private final Common common;

  private final Messages messages;
  private final Parts parts;

  TrainingCommand(Common common, Messages messages, Parts parts) {
    this.common = common;
    this.messages = messages;
    this.parts = parts;
  }

  @Override
  public Integer call() throws Exception {
    // The second start reads what the first has left, as almost every start does.
    for (int start = 0; start < 2; start++) {
      startAndAsk();
    }
    return ExitCode.DONE.code();
  }

  private void startAndAsk() throws IOException, InterruptedException {
    String bind = "127.0.0.1";
    Path manual = Options.home().resolve("manuals/quickstart");
    Path data = common.data();
    Options options =
        new Options(
            List.of(manual),
            data,
            bind,
            Ports.free(bind),
            false,
            /* standIns= */ false,
            null,
            null);
    Door door = new Door(options);
    try (House house =
            new House(options, messages, parts, new Standby(door, common.terminal()), door);
        HttpClient http = HttpClient.newHttpClient()) {
      if (!house.start().activated()) {
        throw new UserError("bad-manual", manual + " has errors", "run jigi check " + manual);
      }
      house.firstLink();
      String token = Files.readString(data.resolve("cli.token")).strip();
      for (String path : PATHS) {
        ask(http, house.url() + path, token);
      }
      for (List<String> words : COMMANDS) {
        command(words, house.url());
      }
    }
  }

  private static void ask(HttpClient http, String url, String token)
      throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(url))
            .timeout(PATIENCE)
            .header("Authorization", "Bearer " + token)
            .build();
    int status = http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
    if (status != 200) {
      throw new UserError("training-failed", url + " answers " + status, "this is a bug of ours");
    }
  }

  private void command(List<String> words, String url) {
    List<String> all = new ArrayList<>(words);
    all.addAll(List.of("--server", url, "--data", common.data().toString()));
    StringWriter said = new StringWriter();
    int exit =
        Main.cli(Environment::get)
            .writingTo(new PrintWriter(said), new PrintWriter(said))
            .run(all.toArray(String[]::new));
    // That something needs somebody is an answer, too.
    if (exit != ExitCode.DONE.code() && exit != ExitCode.BAD_ANSWER.code()) {
      throw new UserError(
          "training-failed", String.join(" ", words) + " says " + said, "this is a bug of ours");
    }
  }
}
