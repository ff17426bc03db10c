package jigi.operate.deploy.gateway.haproxy;

/**
 * One line of {@code show servers state} (HAProxy management guide, section 9.3, version 1 of the
 * format).
 *
 * @param operational 0 stopped, 1 starting, 2 running, 3 stopping
 * @param admin bits: 1 and 2 and 32 and 64 maintenance, 4 disabled in the configuration, 8 and 16
 *     drain
 * @param weight 0 receives nothing new
 */
record ServerState(String backend, String name, int operational, int admin, int weight) {
  private static final int NOT_READY = 1 | 2 | 8 | 16 | 32 | 64;

  private static final int MAINTENANCE = 1 | 2 | 32 | 64;

  /** Whether new requests are meant for it, also while HAProxy finds it down. */
  boolean ready() {
    return (admin & NOT_READY) == 0 && weight > 0;
  }

  boolean up() {
    return operational == 1 || operational == 2;
  }

  /** Nothing checks a server in maintenance. */
  boolean maintained() {
    return (admin & MAINTENANCE) != 0;
  }

  /** {@code be_id be_name srv_id srv_name srv_addr srv_op_state srv_admin_state srv_uweight …}. */
  static ServerState parse(String line) {
    String[] words = line.strip().split(" +", -1);
    return new ServerState(
        words[1],
        words[3],
        Integer.parseInt(words[5]),
        Integer.parseInt(words[6]),
        Integer.parseInt(words[7]));
  }
}
