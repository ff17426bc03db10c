package jigi.present.cli;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Callable;
import picocli.CommandLine.Mixin;

/** A command that asks the server and shows what it answers. */
abstract class ServerCommand implements Callable<Integer> {
  @Mixin private final Common common;

  ServerCommand(Common common) {
    this.common = common;
  }

  @Override
  public final Integer call() throws InterruptedException {
    return run(common.api(), common.terminal()).code();
  }

  abstract ExitCode run(ApiClient api, Terminal terminal) throws InterruptedException;

  /** For a path's segment or a query's value. */
  static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }
}
