package jigi.standin;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** {@code GET} and {@code POST /-/fault}: shows and sets faults, for callers on this machine. */
final class Control {
  private static final int LONGEST = 4096;

  private final Faults faults;
  private final Optional<FaultFile> file;
  private final Log log;

  Control(Faults faults, Optional<FaultFile> file, Log log) {
    this.faults = faults;
    this.file = file;
    this.log = log;
  }

  Answer answer(HttpExchange exchange) throws IOException {
    boolean local = exchange.getRemoteAddress().getAddress().isLoopbackAddress();
    // A page in somebody's browser is on this machine too, but it cannot hide its origin.
    if (!local || exchange.getRequestHeaders().containsKey("Origin")) {
      return Answer.text(403, "only for callers on this machine\n");
    }
    return switch (exchange.getRequestMethod()) {
      case "GET" -> Answer.text(200, describe(faults.active()));
      case "POST" -> {
        byte[] body = exchange.getRequestBody().readNBytes(LONGEST);
        yield set(new String(body, StandardCharsets.UTF_8));
      }
      default -> Answer.text(405, "GET or POST\n");
    };
  }

  private Answer set(String text) throws IOException {
    try {
      List<Fault> wanted = FaultFile.parse(text);
      if (file.isPresent()) {
        file.get().keep(text);
      } else if (FaultFile.asksForRestarts(text)) {
        throw new UsageException("until-restarts needs a --fault-file");
      }
      faults.set(wanted);
      log.event(Log.Level.WARN, "faults: " + describe(wanted).strip());
      return Answer.text(200, describe(wanted));
    } catch (UsageException e) {
      return Answer.text(400, e.getMessage() + "\n");
    }
  }

  private static String describe(List<Fault> active) {
    return active.isEmpty()
        ? "none\n"
        : active.stream().map(Fault::text).collect(Collectors.joining("\n", "", "\n"));
  }
}
