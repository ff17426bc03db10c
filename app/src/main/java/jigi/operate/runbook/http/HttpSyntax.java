package jigi.operate.runbook.http;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import jigi.base.config.Place;
import jigi.base.config.Problems;
import jigi.base.run.StepPart;
import jigi.base.run.StepReference;
import jigi.base.run.StepSyntax;
import jigi.detect.probe.expect.Expectation;
import jigi.detect.probe.expect.Expectations;

/** {@code ```http run connection=shop}. */
public class HttpSyntax implements StepSyntax {
  static final String CONNECTION = "connection";

  private static final Set<String> SUBJECTS =
      Set.of("status", "time", "body", "json", "header", "fresh");

  /** What the connection says itself, or what would make two requests of one. */
  private static final Set<String> OWN =
      Set.of(
          "host",
          "connection",
          "content-length",
          "transfer-encoding",
          "user-agent",
          "authorization",
          "proxy-authorization",
          "cookie");

  @Override
  public final String language() {
    return "http";
  }

  @Override
  public final Set<String> attributes() {
    return Set.of(CONNECTION);
  }

  @Override
  public final boolean roled() {
    return true;
  }

  @Override
  public final Map<String, StepReference> references() {
    return Map.of(CONNECTION, StepReference.HTTP_CONNECTION);
  }

  @Override
  public final Class<?> beside() {
    return HttpSyntax.class;
  }

  @Override
  public final Map<String, Integer> parameters(StepPart part) {
    Map<String, Integer> all = new TreeMap<>();
    int line = 0;
    for (String text : part.source().lines().toList()) {
      Matcher name = HttpBlock.NAME.matcher(text);
      while (name.find()) {
        all.putIfAbsent(HttpBlock.name(name), line);
      }
      line++;
    }
    return all;
  }

  @Override
  public final void check(StepPart part, Place place, Problems problems) {
    HttpBlock block = HttpBlock.parse(part.source());
    expectations(block, place, problems);
    HttpBlock.Line fault = block.fault();
    if (fault != null) {
      boolean request = block.method().isEmpty();
      problems.error(
          at(place, fault.number()),
          "bad-request",
          "not a " + (request ? "request" : "header") + " ('" + fault.text() + "')",
          request ? "write for example POST /admin/clear-cache" : "write Name: value");
      return;
    }
    checkTarget(block, part, at(place, block.requestLine()), problems);
    for (String name : block.headers().keySet()) {
      if (OWN.contains(name.toLowerCase(Locale.ROOT))) {
        problems.error(
            at(place, block.requestLine()),
            "refused-header",
            "a block does not write this header itself ('" + name + "')",
            "a login stands in the connection, as user, token or headers; the rest is Jigi's");
      }
    }
    boolean retried = !part.attributes().getOrDefault("retry", "0").matches("0+");
    if (retried && !block.repeatable()) {
      problems.error(
          place,
          "not-idempotent",
          "a " + block.method() + " that is sent again may take effect twice",
          "give it a header Idempotency-Key: auto if the service knows it, or leave retry out");
    }
  }

  private static void checkTarget(HttpBlock block, StepPart part, Place place, Problems problems) {
    boolean connected = part.attributes().containsKey(CONNECTION);
    if (!connected && !block.absolute()) {
      problems.error(
          place,
          "missing-attribute",
          "the request is for a path, and the block names no connection",
          "write ```http run connection=name-of-the-connection, or the whole address");
    } else if (connected && !block.target().startsWith("/")) {
      problems.error(
          place,
          "two-targets",
          "the block has a connection and another address ('" + block.target() + "')",
          "write a path such as /admin/clear-cache, or leave connection out");
    } else if (!address(block)) {
      problems.error(
          place, "bad-request", "not an address ('" + block.target() + "')", "write its host");
    }
  }

  /** Parameters may stand in the path and in the query only. */
  private static boolean address(HttpBlock block) {
    try {
      String plain = HttpBlock.NAME.matcher(block.target()).replaceAll("x");
      URI uri = new URI(plain);
      boolean host = uri.getHost() != null && uri.getRawUserInfo() == null;
      int end = block.target().indexOf('/', "https://".length());
      String server = end < 0 ? block.target() : block.target().substring(0, end);
      return !block.absolute() || (host && !server.contains("$"));
    } catch (URISyntaxException e) {
      return false;
    }
  }

  /** What is expected, without what could not be read. */
  static List<Expectation> expectations(HttpBlock block, Place place, Problems problems) {
    List<Expectation> all = new ArrayList<>();
    for (HttpBlock.Line line : block.expectations()) {
      Expectation one =
          Expectations.read(line.text(), SUBJECTS, at(place, line.number()), problems);
      if (one != null) {
        all.add(one);
      }
    }
    return all;
  }

  private static Place at(Place place, int line) {
    return new Place(place.file(), place.line() + 1 + line, 1);
  }
}
