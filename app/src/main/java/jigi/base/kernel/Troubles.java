package jigi.base.kernel;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;

/**
 * What is wrong with Jigi itself right now: disk full, a manual that could not be read, a clock
 * that went back. Shown as banners and as samples; entries stay until their cause is gone.
 */
public final class Troubles {
  /**
   * One standing trouble.
   *
   * @param key names the cause, stable: {@code store.full}, {@code manual.bad:shop}
   * @param text key of the message catalogue, {@code trouble.<text>}
   * @param args the message's arguments
   */
  public record Trouble(String key, String text, Map<String, String> args) {}

  private final Map<String, Trouble> standing = new ConcurrentSkipListMap<>();

  /** Whether the cause was not standing before. */
  public boolean raise(Trouble trouble) {
    return standing.put(trouble.key(), trouble) == null;
  }

  public boolean stands(String key) {
    return standing.containsKey(key);
  }

  public void clear(String key) {
    standing.remove(key);
  }

  public List<Trouble> all() {
    return List.copyOf(standing.values());
  }
}
