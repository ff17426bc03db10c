package jigi.present.api;

import java.util.List;
import jigi.detect.probe.heartbeat.Heartbeats;
import jigi.detect.probe.heartbeat.Signal;
import jigi.present.api.http.Exchange;
import jigi.present.api.http.Problem;
import jigi.present.api.http.Reply;
import jigi.present.api.http.Route;
import jigi.present.api.rooms.HeartbeatRoom;
import org.jspecify.annotations.Nullable;

/**
 * What jobs elsewhere say of themselves, and who asks for it. The addresses and what they mean are
 * those of Healthchecks.io: https://healthchecks.io/docs/http_api/.
 */
public final class HeartbeatApi {
  private static final int LARGEST_CODE = 255;

  private final Heartbeats heartbeats;
  private final HeartbeatRoom room;

  public HeartbeatApi(Heartbeats heartbeats, HeartbeatRoom room) {
    this.heartbeats = heartbeats;
    this.room = room;
  }

  public List<Route> routes() {
    String success = "A job says that it succeeded; its token is all that it needs.";
    String other = "A job says 'start', 'fail', or its exit code.";
    return List.of(
        Route.open("GET", "/beat/{token}", success, this::take),
        Route.open("POST", "/beat/{token}", success, this::take),
        Route.open("GET", "/beat/{token}/{signal}", other, this::takeSignal),
        Route.open("POST", "/beat/{token}/{signal}", other, this::takeSignal),
        Route.get(
            "/api/v1/heartbeats",
            "The probes that wait for jobs, with what each job said last.",
            exchange -> Api.list("heartbeats", room.list(exchange.scope()))));
  }

  private Reply take(Exchange exchange) {
    return take(exchange, Signal.Kind.SUCCESS, null);
  }

  private Reply takeSignal(Exchange exchange) {
    String signal = exchange.variable("signal");
    return switch (signal) {
      case "start" -> take(exchange, Signal.Kind.START, null);
      case "fail" -> take(exchange, Signal.Kind.FAIL, null);
      default -> {
        int code = code(signal);
        yield take(exchange, code == 0 ? Signal.Kind.SUCCESS : Signal.Kind.FAIL, code);
      }
    };
  }

  private static int code(String text) {
    int code = text.matches("[0-9]{1,3}") ? Integer.parseInt(text) : LARGEST_CODE + 1;
    if (code > LARGEST_CODE) {
      throw notThere();
    }
    return code;
  }

  private Reply take(Exchange exchange, Signal.Kind kind, @Nullable Integer code) {
    Heartbeats.Outcome outcome =
        heartbeats.take(
            exchange.variable("token"), kind, code, exchange.body(), exchange.address());
    return switch (outcome) {
      case HEARD -> Reply.text("OK\n");
      case UNKNOWN -> throw notThere();
      case TOO_MANY ->
          Reply.of(429, "text/plain; charset=utf-8", "too many calls\n")
              .with("Retry-After", String.valueOf(Heartbeats.pause().toSeconds()));
    };
  }

  /** The token is not repeated: an answer may end in somebody's log. */
  private static Problem notThere() {
    return new Problem(404, "not-there", "nothing waits here", "look at the token and the address");
  }
}
