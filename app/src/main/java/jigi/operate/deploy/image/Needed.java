package jigi.operate.deploy.image;

import java.util.List;

/**
 * What speaks against deleting a version in its registry.
 *
 * @param why {@code live}, {@code open} (it is being deployed), {@code way-back} (it is the one to
 *     go back to), {@code also:latest} (that tag means the same image), {@code least:3} (fewer than
 *     so many would be left); empty when nothing does
 */
public record Needed(String version, List<String> why) {
  public Needed {
    why = List.copyOf(why);
  }
}
