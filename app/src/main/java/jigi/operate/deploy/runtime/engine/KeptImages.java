package jigi.operate.deploy.runtime.engine;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import jigi.operate.deploy.DeployException;
import jigi.operate.deploy.machine.Shipping;

/** The images of the last good versions, under names that keep them from being cleared away. */
public final class KeptImages {
  private static final int TAG = 24;

  private final Engine engine;
  private final String repository;

  public KeptImages(Engine engine, String system, String deployment) {
    this.engine = engine;
    this.repository =
        "jigi/"
            + (system + "." + deployment).toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9.]+", "-");
  }

  /**
   * @param good newest first
   * @param many so many different ones
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
    engine.keep(repository, byTag);
  }
}
