package jigi.base.store;

/** Another node works on this database by now; nothing was changed. */
public final class LeadLostException extends RuntimeException {
  private static final long serialVersionUID = 1;

  LeadLostException(String node) {
    super("node " + node + " no longer leads: another node has taken over");
  }
}
