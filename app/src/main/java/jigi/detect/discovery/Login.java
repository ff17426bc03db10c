package jigi.detect.discovery;

/**
 * An account of a database, without its password.
 *
 * @param user empty when not known
 * @param database empty when not known
 * @param password whether it is asked for one
 */
record Login(String user, String database, boolean password) {
  static final Login UNKNOWN = new Login("", "", true);
}
