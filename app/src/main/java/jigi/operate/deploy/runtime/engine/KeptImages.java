package jigi.operate.deploy.runtime.engine;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import jigi.base.config.Field;
import jigi.base.config.Shapes;
import jigi.operate.deploy.DeployException;
import jigi.operate.deploy.machine.Shipping;
import org.jspecify.annotations.Nullable;

/** The images of the last good versions, under names that keep them from being cleared away. */
public final class KeptImages {
  /** As many as there ever are. */
  private static final int ALL = Integer.MAX_VALUE;

  private static final int MOST = 1000;

  /** So many good images are kept. */
  public static final Field<Integer> KEEP =
      Field.optional(
          "keep",
          Shapes.scalar(
              "a number up to " + MOST + ", or 'all'",
              "3",
              Map.of(
                  "anyOf",
                  List.of(
                      Map.of("type", "integer", "minimum", 0, "maximum", MOST),
                      Map.of("const", "all"))),
              KeptImages::many),
          "3",
          "So many good images are kept for going back; all: every one, for ever.");

  private static final int TAG = 24;

  private final Engine engine;
  private final String repository;

  public KeptImages(Engine engine, String system, String deployment) {
    this.engine = engine;
    this.repository =
        "jigi/"
            + (system + "." + deployment).toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9.]+", "-");
  }

  private static @Nullable Integer many(String text) {
    if (text.equals("all")) {
      return ALL;
    }
    boolean number = text.matches("[0-9]{1,4}") && Integer.parseInt(text) <= MOST;
    return number ? Integer.valueOf(text) : null;
  }

  /**
   * @param good newest first
   * @param many so many different ones, as {@link #KEEP} says
   */
  public void keep(List<Shipping> good, int many) throws DeployException, InterruptedException {
    Map<String, String> byTag = new LinkedHashMap<>();
    List<String> digests =
        good.stream()
            .map(Shipping::digest)
            .filter(Objects::nonNull)
            .distinct()
            .limit(many)
            .toList();
    for (String digest : digests) {
      String hash = digest.substring(digest.indexOf("sha256:") + "sha256:".length());
      byTag.put(hash.substring(0, Math.min(TAG, hash.length())), digest);
    }
    engine.name(repository, byTag);
    if (many != ALL) {
      engine.nameOnly(repository, byTag.keySet());
    }
  }
}
