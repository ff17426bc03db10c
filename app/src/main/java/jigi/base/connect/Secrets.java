package jigi.base.connect;

import jigi.base.config.Secret;

/** Gives the values of secrets, and may remember them to keep them out of texts. */
@FunctionalInterface
public interface Secrets {
  /**
   * @throws Secret.Missing when the value cannot be had; what needed it is UNKNOWN then
   */
  String read(Secret secret) throws Secret.Missing;
}
