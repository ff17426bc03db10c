package jigi.operate.notify.alertmanager;

import java.util.Map;
import jigi.base.config.Node;
import jigi.base.config.Problems;
import jigi.base.config.Shape;

/** A value that is taken as it stands. */
final class Anything implements Shape<Node> {
  static final Shape<Node> NODE = new Anything();

  private Anything() {}

  @Override
  public Node read(Node node, Problems problems) {
    return node;
  }

  @Override
  public Map<String, Object> schema() {
    return Map.of();
  }

  @Override
  public String title() {
    return "anything";
  }
}
