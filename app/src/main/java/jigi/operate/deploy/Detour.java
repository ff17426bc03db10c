package jigi.operate.deploy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import jigi.base.kernel.UserError;
import jigi.operate.deploy.machine.Colour;
import jigi.operate.deploy.machine.Memory;

/**
 * A version into the colour that receives the requests: first into the other one, which answers
 * while the live one is replaced, and then back. These are two deployments like any other, so that
 * no request fails and each is taken back by itself.
 */
final class Detour {
  private static final String SECOND = "-2";

  private Detour() {}

  /**
   * @param phases of each of both
   * @param attributes of the deployment into the live colour
   * @throws UserError {@code not-the-live-one}, {@code no-detour}
   */
  static List<Map<String, String>> of(
      Wanted wanted, Memory memory, List<Phase> phases, Map<String, String> attributes) {
    Colour live = memory.active();
    if (live == null || wanted.colour() != live) {
      throw new UserError(
          "not-the-live-one",
          "--replace-live is for the colour that receives the requests: "
              + (live == null ? "there is none yet" : live.key()),
          live == null
              ? "leave it out"
              : "say --override-color " + live.key() + ", or leave --replace-live out");
    }
    if (phases.size() != Phase.WHOLE.size()) {
      throw new UserError(
          "no-detour",
          "the gateway would have to be switched twice, and this deployment rests before its end",
          "run --phase full with the gateway's leave and without the checklist of 'after', or"
              + " deploy into "
              + live.other().key());
    }
    Map<String, String> aside = new TreeMap<>(attributes);
    aside.put(DeployStep.COLOUR, live.other().key());
    Map<String, String> back = new TreeMap<>(attributes);
    back.put(DeployStep.ID, Objects.requireNonNull(attributes.get(DeployStep.ID)) + SECOND);
    back.put(DeployStep.PULL, "false"); // what is there by then, so that both run the same
    List<Map<String, String>> all = new ArrayList<>(Planning.each(phases, aside));
    all.addAll(Planning.each(phases, back));
    return all;
  }
}
