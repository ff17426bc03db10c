package jigi;

import java.time.Instant;
import java.util.Map;
import jigi.base.store.Sharing;
import jigi.present.cli.ExitCode;
import jigi.present.cli.Terminal;

/** What a node does while another one leads: it says so, to people and to load balancers. */
final class Standby implements Sharing {
  private final Door door;
  private final Terminal terminal;

  Standby(Door door, Terminal terminal) {
    this.door = door;
    this.terminal = terminal;
  }

  @Override
  public void standsBy(Leader other) {
    door.serve(
        new Door.Away(
            "standby", "this node stands by: " + other.node() + " leads", "ask " + other.address()),
        () -> Instant.EPOCH);
    say("standby", "cli.up.standby", other);
  }

  /** Without an orderly end, whose writes would not be taken and whose effects may be another's. */
  @Override
  public void lost(Leader successor) {
    say("lost", "cli.up.lost", successor);
    Runtime.getRuntime().halt(ExitCode.BAD_ANSWER.code());
  }

  private void say(String what, String key, Leader other) {
    Map<String, String> said = Map.of("node", other.node(), "address", other.address());
    if (terminal.json()) {
      terminal.json(Map.of(what, said));
    } else {
      terminal.say(key, said);
    }
  }
}
