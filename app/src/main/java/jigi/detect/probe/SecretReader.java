package jigi.detect.probe;

import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import jigi.base.config.Secret;
import jigi.base.config.SecretSources;
import jigi.base.exec.Mask;

/** Reads the secrets of one execution and keeps them out of its evidence. */
public final class SecretReader {
  private final Path folder;
  private final SecretSources environment;
  private final Set<String> used = ConcurrentHashMap.newKeySet();

  public SecretReader(Path folder, SecretSources environment) {
    this.folder = folder;
    this.environment = environment;
  }

  /**
   * @throws Secret.Missing when the value cannot be had: the result is UNKNOWN then
   */
  public String read(Secret secret) throws Secret.Missing {
    String value = secret.read(folder, environment);
    if (!value.isBlank()) {
      used.add(value);
    }
    return value;
  }

  /** The text without any secret that was read. */
  String mask(String text) {
    return Mask.of(used).apply(text);
  }
}
