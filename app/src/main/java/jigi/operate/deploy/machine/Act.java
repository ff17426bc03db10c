package jigi.operate.deploy.machine;

/** What is to be done next. Each may be done again after a crash without another effect. */
public sealed interface Act {
  /** Nothing: what is asked for has been reached. */
  record Rest() implements Act {}

  record Start(Colour colour, Release release) implements Act {}

  /** The colour answers well several times in a row, asked itself and not through the gateway. */
  record Check(Colour colour) implements Act {}

  /**
   * All new requests go to the colour, and the gateway was seen to say so.
   *
   * @param back whether this takes a change back: only to a colour that is healthy
   */
  record Point(Colour to, boolean back) implements Act {}

  /** The colour is watched for the time of observation. */
  record Watch(Colour colour) implements Act {}

  /** The colour receives nothing new, and what it has begun comes to its end. */
  record Drain(Colour colour) implements Act {}

  record Stop(Colour colour, Release release) implements Act {}
}
