package jigi.operate.backup.source.self;

import java.util.List;
import jigi.base.config.Field;
import jigi.base.config.Shapes;
import jigi.base.config.Values;
import jigi.base.connect.Connection;
import jigi.operate.backup.source.Source;
import jigi.operate.backup.source.SourceKind;
import org.jspecify.annotations.Nullable;

/** {@code jigi: all}: Jigi itself. */
public final class JigiSourceKind implements SourceKind {
  private static final Field<JigiSource.Parts> PARTS =
      Field.required(
          "jigi",
          Shapes.oneOf(JigiSource.Parts.class),
          "state: the store with journal, incidents, runs and catalogue, and attached files; all:"
              + " the samples, too.");

  @Override
  public String name() {
    return JigiSource.KIND;
  }

  @Override
  public List<Field<?>> fields() {
    return List.of(PARTS);
  }

  @Override
  public @Nullable Class<? extends Connection> connection() {
    return null;
  }

  @Override
  public Source configure(Values values) {
    return new JigiSource(values.get(PARTS));
  }
}
