package jigi.base.run;

/** Which rules of traffic hold for a run. */
public enum Lane {
  NORMAL,
  /** Deliveries of notifications: exempt from kill switch and guards, hidden from lists. */
  DELIVERY
}
