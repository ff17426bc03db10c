package jigi.base.connect;

import jigi.base.kernel.Status;

/**
 * One part of the way to a component.
 *
 * @param status FAIL is the target's fault, UNKNOWN is ours; WARN works, but not all of it
 * @param evidence what was seen
 * @param advice which of the texts {@code connection.advice.…} says what to do; empty when OK
 */
public record Stage(Step step, Status status, String evidence, String advice) {
  /** The parts in the order in which they are walked. */
  public enum Step {
    /** The name means an address. */
    NAME,
    /** Packets reach the address, over the host that the connection is made from. */
    ROUTE,
    /** Something listens there. */
    PORT,
    /** The host is the one that a person has trusted; of hosts behind SSH. */
    HOST_KEY,
    /** Both sides agree on encryption, and the certificate is to be trusted. */
    TLS,
    /** The account is let in. */
    LOGIN,
    /** The account may do what it is meant for. */
    RIGHTS
  }

  public static Stage ok(Step step, String evidence) {
    return new Stage(step, Status.OK, evidence, "");
  }
}
