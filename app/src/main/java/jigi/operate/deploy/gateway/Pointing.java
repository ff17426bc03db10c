package jigi.operate.deploy.gateway;

import jigi.operate.deploy.machine.Colour;

/** Where new requests go. */
public sealed interface Pointing {
  record To(Colour colour) implements Pointing {}

  record Both() implements Pointing {}

  record Nowhere() implements Pointing {}

  /** What stands in the file is not what the gateway does, or is none of the colours. */
  record Unclear(String why) implements Pointing {}
}
