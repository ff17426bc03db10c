package jigi.detect.probe;

import com.fasterxml.jackson.databind.JsonNode;
import jigi.base.config.Secret;
import jigi.base.connect.http.HttpConnection;
import jigi.base.connect.wire.Deadline;
import jigi.base.connect.wire.Http;
import jigi.base.connect.wire.WireException;
import jigi.base.kernel.Json;
import jigi.base.kernel.UserError;

/** Questions of one execution to an HTTP service, by a connection which the manual names. */
public final class ServiceCall {
  private static final int LIMIT = 4 * 1024 * 1024;

  private final CheckContext context;
  private final HttpConnection connection;
  private final Deadline deadline;

  /**
   * @throws UserError {@code unknown-connection}
   */
  public ServiceCall(CheckContext context, String connection) {
    this.context = context;
    this.connection =
        context
            .tools()
            .connections()
            .find(context.key().system(), connection, HttpConnection.class);
    this.deadline = Deadline.in(context.timeout());
  }

  /**
   * Gets a path below the connection's address; what all calls take together is the probe's
   * timeout.
   *
   * @throws WireException FAIL when the service refuses, UNKNOWN when the fault is ours
   */
  public Http.Response get(String path) throws WireException, Secret.Missing, InterruptedException {
    var opening =
        context
            .tools()
            .connections()
            .opening(context.key().system(), context.secrets()::read, deadline);
    return connection.exchange(opening, HttpConnection.Ask.get(path, LIMIT));
  }

  /**
   * As {@link #get}, and the answer must be 200 and JSON.
   *
   * @throws WireException FAIL when it is not
   */
  public JsonNode json(String path) throws WireException, Secret.Missing, InterruptedException {
    Http.Response answer = get(path);
    if (answer.status() != 200) {
      throw WireException.fail(path + " is answered by " + answer.statusLine());
    }
    if (!answer.whole()) {
      throw WireException.fail(path + " is answered by more than " + LIMIT / 1024 / 1024 + " MiB");
    }
    try {
      return Json.tree(answer.text());
    } catch (UserError e) {
      throw WireException.fail(path + " is not answered by JSON");
    }
  }
}
