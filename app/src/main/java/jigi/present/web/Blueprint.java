package jigi.present.web;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import jigi.base.kernel.Status;
import jigi.present.api.view.Layer;
import jigi.present.api.view.Part;
import jigi.present.api.view.SystemDetail;

/**
 * Where everything of the architecture view stands, in the units of its drawing. Of a group that is
 * too large to be drawn whole, those that are not OK are drawn and the others counted.
 *
 * @param width of the whole drawing
 * @param box width of a component
 * @param bands the layers, from above
 * @param edges what stands on what; none when there are too many to be followed by eye
 * @param loose how many lines were left out because they are too many
 */
public record Blueprint(
    int width,
    int height,
    int box,
    List<Band> bands,
    List<Frame> frames,
    List<Node> nodes,
    List<Edge> edges,
    int loose) {
  private static final int WIDTH = 1040;
  private static final int NARROW = 160;
  private static final int WIDE = 236;
  private static final int LETTER = 8;
  private static final int TALL = 40;
  private static final int GAP = 14;
  private static final int INSET = 10;
  private static final int LABEL = 24;
  private static final int APART = 30;
  private static final int DRAWN = 24;
  private static final int FOLLOWED = 120;

  /** A layer and where its row begins. */
  public record Band(String name, int y) {}

  /** A group's box. */
  public record Frame(String name, int x, int y, int width, int height) {}

  /**
   * A component; one without a part stands for {@code more} others, all of them OK or not watched.
   */
  public record Node(int x, int y, List<Part> part, int more) {
    public Part only() {
      return part.getFirst();
    }
  }

  /**
   * A line from a component to what it stands on.
   *
   * @param bad when that has failed, and it is not OK itself
   */
  public record Edge(String path, boolean bad) {}

  /** So many letters of a component's name stand beside its mark. */
  public int letters() {
    return (box - 42) / LETTER;
  }

  static Blueprint of(SystemDetail detail) {
    Pencil pencil = new Pencil(box(detail.layers()));
    detail.layers().forEach(pencil::layer);
    return pencil.finish(detail);
  }

  /** As wide as the largest group allows, so that names have room. */
  private static int box(List<Layer> layers) {
    int most =
        layers.stream()
            .flatMap(layer -> layer.groups().stream())
            .mapToInt(group -> group.parts().size())
            .max()
            .orElse(1);
    return Math.clamp((WIDTH - 2 * INSET + GAP) / most - GAP, NARROW, WIDE);
  }

  private static final class Pencil {
    private final int node;
    private final List<Band> bands = new ArrayList<>();
    private final List<Frame> frames = new ArrayList<>();
    private final List<Node> nodes = new ArrayList<>();
    private final Map<String, Node> byName = new HashMap<>();
    private int x;
    private int y;
    private int rowHeight;

    Pencil(int node) {
      this.node = node;
    }

    void layer(Layer layer) {
      bands.add(new Band(layer.name(), y));
      y += LABEL;
      x = 0;
      rowHeight = 0;
      layer.groups().forEach(this::group);
      y += rowHeight + APART;
    }

    private void group(Layer.Group group) {
      List<Part> parts = drawn(group);
      int more = group.parts().size() - parts.size();
      int count = parts.size() + (more > 0 ? 1 : 0);
      boolean named = !group.name().isEmpty();
      int inset = named ? INSET : 0;
      int perRow = (WIDTH - 2 * inset + GAP) / (node + GAP);
      int columns = Math.min(count, perRow);
      int rows = (count + columns - 1) / columns;
      int width = columns * (node + GAP) - GAP + 2 * inset;
      int height = rows * (TALL + GAP) - GAP + (named ? LABEL + inset : 0);
      if (x > 0 && x + width > WIDTH) {
        x = 0;
        y += rowHeight + GAP;
        rowHeight = 0;
      }
      if (named) {
        frames.add(new Frame(group.name(), x, y, width, height));
      }
      int top = y + (named ? LABEL : 0);
      for (int i = 0; i < count; i++) {
        int left = x + inset + i % columns * (node + GAP);
        int down = top + i / columns * (TALL + GAP);
        put(left, down, i < parts.size() ? List.of(parts.get(i)) : List.of(), more);
      }
      x += width + GAP;
      rowHeight = Math.max(rowHeight, height);
    }

    private void put(int left, int down, List<Part> part, int more) {
      Node node = new Node(left, down, part, part.isEmpty() ? more : 0);
      nodes.add(node);
      part.forEach(one -> byName.put(one.name(), node));
    }

    private static List<Part> drawn(Layer.Group group) {
      if (group.parts().size() <= DRAWN) {
        return group.parts();
      }
      return group.parts().stream().filter(Part::bad).limit(DRAWN - 1).toList();
    }

    Blueprint finish(SystemDetail detail) {
      List<Edge> edges = new ArrayList<>();
      for (Part part : detail.parts()) {
        for (String need : part.needs()) {
          Node from = byName.get(part.name());
          Node to = byName.get(need);
          if (from != null && to != null) {
            edges.add(edge(from, to));
          }
        }
      }
      boolean many = edges.size() > FOLLOWED;
      return new Blueprint(
          WIDTH,
          Math.max(TALL, y - APART + 2),
          node,
          bands,
          frames,
          nodes,
          many ? edges.stream().filter(Edge::bad).limit(FOLLOWED).toList() : edges,
          many ? edges.size() : 0);
    }

    private Edge edge(Node from, Node to) {
      int startX = from.x() + node / 2;
      int endX = to.x() + node / 2;
      boolean down = to.y() > from.y();
      boolean level = to.y() == from.y();
      int startY = down || level ? from.y() + TALL : from.y();
      int endY = down ? to.y() : to.y() + TALL;
      int bend = level ? GAP : (endY - startY) / 2;
      String path =
          String.format(
              Locale.ROOT,
              "M%d %dC%d %d %d %d %d %d",
              startX,
              startY,
              startX,
              startY + bend,
              endX,
              level ? endY + bend : endY - bend,
              endX,
              endY);
      Status status = to.only().status();
      return new Edge(path, status == Status.FAIL && from.only().bad());
    }
  }
}
