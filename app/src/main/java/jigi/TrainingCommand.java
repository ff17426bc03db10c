package jigi;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import jigi.base.kernel.Messages;
import jigi.base.kernel.UserError;
import jigi.present.cli.Common;
import jigi.present.cli.ExitCode;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/**
 * Starts the house twice in the given data directory and asks it for its pages, so that the cache
 * that Java writes at the end holds what a start needs.
 */
@Command(name = "aot-training")
final class TrainingCommand implements Callable<Integer> {
  private static final Duration PATIENCE = Duration.ofSeconds(5);
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
}
