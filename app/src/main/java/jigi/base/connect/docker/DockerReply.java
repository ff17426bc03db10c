package jigi.base.connect.docker;

import com.fasterxml.jackson.databind.JsonNode;
import jigi.base.connect.wire.WireException;
import jigi.base.kernel.Json;
import jigi.base.kernel.UserError;

/** A daemon's answer. */
public record DockerReply(int status, String body) {
  public boolean ok() {
    return status >= 200 && status < 300;
  }

  /** There is no such container, image or exec. */
  public boolean missing() {
    return status == 404;
  }

  /**
   * The body.
   *
   * @throws WireException FAIL when the daemon refused, or answered with anything but JSON
   */
  public JsonNode json() throws WireException {
    if (!ok()) {
      throw WireException.fail(refusal());
    }
    try {
      return Json.tree(body);
    } catch (UserError e) {
      throw WireException.fail("the daemon's answer is no JSON");
    }
  }

  /** What the daemon says against it. */
  public String refusal() {
    String said = body.strip();
    try {
      said = Json.tree(body).path("message").asText(said);
    } catch (UserError e) {
      return "the daemon answers " + status + ": " + said; // a proxy's page
    }
    return "the daemon answers " + status + ": " + said;
  }
}
