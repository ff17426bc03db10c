package jigi.base.connect;

import org.jspecify.annotations.Nullable;

/** How a component is reached, as a manual describes it: immutable, and without secret values. */
public interface Connection {
  /** The kind's name, as {@link ConnectionKind#name}. */
  String kind();

  /** Account and address, by which people know it; never a secret. */
  String text();

  /** The host that it is made from; null means the machine that Jigi runs on. */
  @Nullable String on();

  /**
   * Makes the connection for nothing but to see whether it can be made, stage by stage until one
   * fails, within the deadline of the opening.
   */
  ConnectionTest test(Opening opening) throws InterruptedException;
}
