package jigi.operate.deploy;

/** Why a phase may not begin, and what can be done instead. */
final class Refusals {
  private Refusals() {}

  static String words(String code) {
    return switch (code) {
      case "would-replace-live" ->
          "that colour receives all requests, and would be gone while it is replaced: deploy into"
              + " the other one, or say --replace-live, and the other one answers meanwhile";
      case "deployment-open" -> "another version is under way: finalize or cancel it first";
      case "not-switched" ->
          "the gateway still points to the old colour: run the phase gateway first, or cancel";
      case "not-prepared" -> "the new colour is not ready yet: wait for prepare";
      case "no-way-back" ->
          "there is no other colour that could answer: deploy another version instead";
      case "past-return" -> "the old colour is being stopped: run the phase finalize again";
      case "nothing-open" -> "no deployment is under way: begin with prepare";
      case "colour-not-running" ->
          "nothing runs in that colour: start it with prepare --override-color";
      case "no-colours" ->
          "instances are replaced one by one and have no colours: finalize goes on, cancel goes"
              + " back";
      case "roll-open" ->
          "another version is under way: --phase finalize goes on, --phase cancel back";
      case "roll-past-return" ->
          "every instance runs the new version: --phase finalize ends it, rollback takes it back";
      case "nothing-deployed" -> "there is no version yet to start more of: deploy one first";
      case "fewer-instances" ->
          "more instances were deployed than the manual names: name them again";
      case "other-strategy" ->
          "the state file tells of instances where the manual has colours, or the other way round:"
              + " end what runs and move the file away, or mend the manual";
      case "state-mismatch" ->
          "say which colour is the live one: jigi deploy NAME --phase gateway --force-color COLOUR";
      default -> throw new IllegalArgumentException("no such refusal: " + code);
    };
  }
}
