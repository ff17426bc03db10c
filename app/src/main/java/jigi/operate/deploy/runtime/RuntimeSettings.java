package jigi.operate.deploy.runtime;

/** What runs the colours, as a manual says it. */
public interface RuntimeSettings {
  /** Its kind: {@code processes}. */
  String kind();

  /** Where a colour answers, as people know it. */
  String where(jigi.operate.deploy.machine.Colour colour);

  Runtime open(RuntimeOpening opening);
}
