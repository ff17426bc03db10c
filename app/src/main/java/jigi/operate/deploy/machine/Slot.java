package jigi.operate.deploy.machine;

import org.jspecify.annotations.Nullable;

/** Where a release runs: one of two colours, or one of several instances. */
public sealed interface Slot permits Colour, Instance {
  /** {@code blue}, {@code 2}: as in files, commands and API answers. */
  String key();

  /** Null for what is neither a colour nor the number of an instance. */
  static @Nullable Slot of(@Nullable String key) {
    if (key != null && key.matches("[1-9][0-9]{0,3}")) {
      return new Instance(Integer.parseInt(key));
    }
    return Colour.of(key);
  }
}
