package jigi.base.connect;

import java.util.List;
import jigi.base.config.Field;
import jigi.base.config.Values;
import org.jspecify.annotations.Nullable;

/** A kind of connection: one folder, and one line in {@link ConnectionKinds}. */
public interface ConnectionKind {
  /** The key that names the kind in a manual. */
  String name();

  /** The kind's keys, the first of them named like the kind. */
  List<Field<?>> fields();

  /** The connection; null after reporting why there is none. */
  @Nullable Connection configure(Values values);
}
