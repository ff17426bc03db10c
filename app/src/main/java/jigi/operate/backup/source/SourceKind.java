package jigi.operate.backup.source;

import java.time.Duration;
import java.util.List;
import jigi.base.config.Field;
import jigi.base.config.Values;
import jigi.base.connect.Connection;
import jigi.base.connect.Site;
import org.jspecify.annotations.Nullable;

/** A kind of source, one folder each. */
public interface SourceKind {
  /** The key of a plan that names it: {@code postgres}. */
  String name();

  /** The kind's keys besides those of every plan; the first one is named like the kind. */
  List<Field<?>> fields();

  /** The connections that the first key may name; null when it names none. */
  @Nullable Class<? extends Connection> connection();

  Source configure(Values values);

  /** The key that says where its dumps are made; null for what only this machine dumps. */
  default @Nullable Field<Site> site() {
    return null;
  }

  /** How often the source is looked at for changes; null for never. */
  default @Nullable Duration watch(Values values) {
    return null;
  }
}
