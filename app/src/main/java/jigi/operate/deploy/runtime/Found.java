package jigi.operate.deploy.runtime;

/** What is found of a release. */
public sealed interface Found {
  record Running() implements Found {}

  /**
   * It is being rolled out, or some of it is missing.
   *
   * @param what {@code 2 of 3 replicas are available}
   */
  record Coming(String what) implements Found {}

  /**
   * @param why {@code exit 1}, {@code the machine was restarted}
   */
  record Gone(String why) implements Found {}
}
