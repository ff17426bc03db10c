package jigi.operate.deploy.machine;

/** Whether a phase may go on. */
public sealed interface Answer {
  /** From here, by {@link Machine#act} and {@link Machine#after}, until it rests. */
  record Go(Memory memory) implements Answer {}

  /** It has been done before. */
  record Already() implements Answer {}

  /** That deployment has ended. */
  record Over(Ended ended) implements Answer {}

  /** It may not; stable, kebab-case. */
  record Refused(String code) implements Answer {}
}
