package jigi.base.run.docker;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import jigi.base.config.Place;
import jigi.base.config.Problems;
import jigi.base.kernel.Durations;
import jigi.base.run.StepPart;
import jigi.base.run.StepReference;
import jigi.base.run.StepSyntax;

/** {@code ```docker run connection=engine} with lines such as {@code restart shop_web}. */
public class DockerSyntax implements StepSyntax {
  static final String CONNECTION = "connection";
  static final String EXPECT = "expect";
  static final String GRACE = "grace";

  @Override
  public final String language() {
    return "docker";
  }

  @Override
  public final Set<String> attributes() {
    return Set.of(CONNECTION, EXPECT, GRACE);
  }

  @Override
  public final boolean roled() {
    return true;
  }

  @Override
  public final Map<String, StepReference> references() {
    return Map.of(CONNECTION, StepReference.DOCKER_CONNECTION);
  }

  @Override
  public final Class<?> beside() {
    return DockerSyntax.class;
  }

  @Override
  public final Map<String, Integer> parameters(StepPart part) {
    Map<String, Integer> all = new TreeMap<>();
    for (Order order : Order.parse(part.source())) {
      String name = order.parameter();
      if (name != null) {
        all.putIfAbsent(name, order.line());
      }
    }
    return all;
  }

  @Override
  public final void check(StepPart part, Place place, Problems problems) {
    Map<String, String> attributes = part.attributes();
    if (!attributes.containsKey(CONNECTION)) {
      problems.error(
          place,
          "missing-attribute",
          "a docker block names no connection",
          "write ```docker run connection=name-of-the-connection");
    }
    String expect = attributes.get(EXPECT);
    if (expect != null && Expected.of(expect) == null) {
      problems.error(
          place,
          "bad-value",
          "not a value for expect ('" + expect + "')",
          "write expect=running, healthy or stopped");
    }
    String grace = attributes.get(GRACE);
    if (grace != null && Durations.parse(grace) == null) {
      problems.error(
          place, "bad-value", "not a value for grace ('" + grace + "')", "write grace=30s");
    }
    List<Order> orders = Order.parse(part.source());
    if (orders.isEmpty()) {
      problems.error(
          place, "empty-block", "the block says nothing", "write for example restart shop_web");
    }
    for (Order order : orders) {
      checkOrder(order, new Place(place.file(), place.line() + 1 + order.line(), 1), problems);
    }
  }

  private static void checkOrder(Order order, Place place, Problems problems) {
    if (order.verb() == null) {
      problems.error(
          place,
          "unknown-command",
          "a docker block has no such command",
          "write restart, start, stop or state, and a container's name");
    } else if (!order.nameIsGood()) {
      problems.error(
          place,
          "bad-value",
          "not a container's name ('" + order.name() + "')",
          "write " + order.verb().word() + " shop_web, or project/service of compose");
    }
  }
}
