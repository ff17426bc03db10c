package jigi.operate.deploy.machine;

import java.util.Locale;

/** Where an open deployment is. It is written down before the act that belongs to it. */
public enum Stage {
  /** Before the first of several instances is touched: what is built, and the schema. */
  PREPARING,
  STARTING,
  CHECKING,
  /** Rests: the new colour is healthy and receives nothing. */
  PREPARED,
  SWITCHING,
  OBSERVING,
  /** Rests: the new colour receives everything, the old one is still there. */
  SWITCHED,
  /** The gateway is to send nothing new to an instance. */
  LEAVING,
  /** What receives nothing new finishes what it has begun. */
  DRAINING,
  STOPPING,
  /** The gateway is to send requests to an instance again. */
  JOINING,
  /** All instances are as they should be; what lies beside them is put right. */
  SETTLING,
  /** The gateway goes back to the old colour, and the new one is removed afterwards. */
  RETURNING,
  /** The new colour finishes what it has begun, before it is removed. */
  CLEARING,
  REMOVING,
  /** The gateway goes back to the old colour, and the new one stays for another try. */
  REVERTING,
  /** A person has said which colour is the live one; the gateway is pointed there. */
  REPOINTING;

  /** Nothing is under way: a person or the next phase goes on from here. */
  public boolean rests() {
    return this == PREPARED || this == SWITCHED;
  }

  /** In lower case, as in files and API answers. */
  public String key() {
    return name().toLowerCase(Locale.ROOT);
  }
}
