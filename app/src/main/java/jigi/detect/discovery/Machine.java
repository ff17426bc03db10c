package jigi.detect.discovery;

import java.util.HashSet;

/**
 * A machine that a draft's components run on.
 *
 * @param name under {@code hosts:}
 * @param definition what stands there
 * @param address that its ports are reached at from Jigi's machine
 * @param here whether it is Jigi's own
 */
public record Machine(String name, String definition, String address, boolean here) {
  /** The machine that the draft is made on. */
  static final Machine HERE = new Machine("here", "{local: true}", "127.0.0.1", true);

  /** A host behind SSH, by what stands under {@code hosts:}. */
  public static Machine ssh(String name, String definition, String address) {
    return new Machine(DraftText.name(name, new HashSet<>()), definition, address, false);
  }

  /** What the component is called that stands for the machine itself. */
  String component() {
    return here ? "machine" : name;
  }
}
