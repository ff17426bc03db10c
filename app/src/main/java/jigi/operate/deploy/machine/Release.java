package jigi.operate.deploy.machine;

import java.util.Map;

/**
 * What was shipped to a colour.
 *
 * @param version as its people call it: a tag, a commit
 * @param instance names what was started for it, so that it is found again after a crash
 */
public record Release(String version, String instance, Shipping shipping) {
  public Release(String version, String instance) {
    this(version, instance, Shipping.PLAIN);
  }

  /** Fills in {@code {version}} and what goes with it, by variable. */
  public String filled(String text) {
    String filled = text.replace("{version}", version);
    for (Map.Entry<String, String> tag : shipping.tags().entrySet()) {
      filled = filled.replace("{" + tag.getKey() + "}", tag.getValue());
    }
    return filled;
  }

  /** The same, now that it is known exactly. */
  Release known(String digest) {
    return new Release(
        version,
        instance,
        new Shipping(digest, shipping.pull(), shipping.migration(), shipping.tags()));
  }
}
