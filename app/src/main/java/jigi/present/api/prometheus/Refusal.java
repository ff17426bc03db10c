package jigi.present.api.prometheus;

import java.util.Map;
import jigi.metrics.promql.PromQlException;
import jigi.present.api.http.Reply;

/** A request that Prometheus would refuse, with its status and type of error. */
final class Refusal extends RuntimeException {
  private static final long serialVersionUID = 1;

  /** The client went away before there was an answer, as nginx and Prometheus number it. */
  private static final int CLIENT_CLOSED = 499;

  private final int status;
  private final String type;

  private Refusal(int status, String type, String message) {
    super(message);
    this.status = status;
    this.type = type;
  }

  static Refusal bad(String message) {
    return new Refusal(400, "bad_data", message);
  }

  static Refusal parameter(String name, String message) {
    return bad("invalid parameter \"" + name + "\": " + message);
  }

  static Refusal cancelled() {
    return new Refusal(CLIENT_CLOSED, "canceled", "query was canceled");
  }

  static Refusal unavailable(String message) {
    return new Refusal(503, "unavailable", message);
  }

  static Refusal internal(String message) {
    return new Refusal(500, "internal", message);
  }

  /** What a query that cannot be answered becomes; its text stood in a parameter. */
  static Refusal of(PromQlException e, String parameter) {
    String message = String.valueOf(e.getMessage());
    return switch (e.kind()) {
      case PARSE -> parameter(parameter, message);
      case EXECUTION, TOO_MANY_SAMPLES, TOO_MANY_SERIES, TOO_MUCH_MEMORY, UNSUPPORTED ->
          new Refusal(422, "execution", message);
      case UNAVAILABLE -> new Refusal(503, "unavailable", message);
      case TIMEOUT -> new Refusal(503, "timeout", message);
      case CANCELLED -> new Refusal(CLIENT_CLOSED, "canceled", message);
    };
  }

  Reply.Content reply() {
    return Reply.json(
        status,
        Map.of("status", "error", "errorType", type, "error", String.valueOf(getMessage())));
  }
}
