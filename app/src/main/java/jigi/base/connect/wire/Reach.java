package jigi.base.connect.wire;

/** How far connections may go. */
public enum Reach {
  ANYWHERE,
  /** Within this machine: what a rehearsal may touch, whose time is not that of others. */
  LOOPBACK
}
