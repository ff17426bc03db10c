package jigi.operate.deploy;

/** What became of something that CI has sent. */
public sealed interface Receipt {
  /** It says nothing of a chain that is of concern here. */
  record Ignored(String event) implements Receipt {}

  record Kept(String pipeline) implements Receipt {}

  /** A deployment was begun. */
  record Began(String pipeline, String run) implements Receipt {}

  /** It passed, and yet nothing was begun. */
  record Held(String pipeline, String why) implements Receipt {}

  /** Whoever sent it does not know the secret. */
  record Forged() implements Receipt {}

  /** Exactly this was received before. */
  record Replayed() implements Receipt {}

  /** It tells of something that is long over. */
  record Old(String at) implements Receipt {}

  /** Whether it is genuine cannot be told. */
  record NoSecret(String why) implements Receipt {}
}
