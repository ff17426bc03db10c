package jigi.operate.deploy.runtime;

/** What is found of a release. */
public sealed interface Found {
  record Running() implements Found {}

  /**
   * @param why {@code exit 1}, {@code the machine was restarted}
   */
  record Gone(String why) implements Found {}
}
