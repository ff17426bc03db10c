package jigi.operate.notify;

import java.util.Map;
import jigi.base.config.Node;
import jigi.base.config.Place;
import jigi.base.config.Problems;
import jigi.base.config.Shape;
import jigi.base.config.Shapes;
import org.jspecify.annotations.Nullable;

/** A name that stands for something else in the manual, and where it stands. */
record Ref(String name, Place place) {
  static Shape<Ref> shape(String title) {
    Shape<String> text = Shapes.text();
    return new Shape<>() {
      @Override
      public @Nullable Ref read(Node node, Problems problems) {
        String name = text.read(node, problems);
        return name == null ? null : new Ref(name, node.place());
      }

      @Override
      public Map<String, Object> schema() {
        return text.schema();
      }

      @Override
      public String title() {
        return title;
      }
    };
  }
}
