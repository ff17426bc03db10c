package jigi.operate.deploy.env;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import jigi.base.kernel.Nearest;
import jigi.base.kernel.UserError;
import jigi.operate.deploy.DeployException;
import jigi.operate.deploy.machine.Release;
import org.jspecify.annotations.Nullable;

/** The env files of one deployment. */
public final class EnvFiles {
  private final EnvSettings settings;
  private final Path folder;

  public EnvFiles(EnvSettings settings, Path folder) {
    this.settings = settings;
    this.folder = folder;
  }

  /** The values by name, the later files' before the earlier ones'. */
  private List<EnvFile> read() {
    List<EnvFile> all = new ArrayList<>();
    for (String file : settings.files()) {
      all.add(EnvFile.read(folder.resolve(file)));
    }
    return all;
  }

  /**
   * What the files say of the variables that the manual names, and what a person says in their
   * place.
   *
   * @throws UserError {@code env-variable-missing}, {@code unknown-variable}, and as {@link
   *     EnvFile#read}
   */
  public Map<String, String> values(Map<String, String> said) {
    Map<String, String> found = new LinkedHashMap<>();
    read().forEach(file -> found.putAll(file.values()));
    Map<String, String> named = new LinkedHashMap<>();
    for (String name : said.keySet()) {
      if (!settings.variables().contains(name)) {
        throw new UserError(
            "unknown-variable",
            "'" + name + "' is no variable of this deployment",
            Nearest.hint(name, settings.variables()));
      }
    }
    for (String name : settings.variables()) {
      String value = said.getOrDefault(name, found.getOrDefault(name, ""));
      if (value.isEmpty() && !name.equals(settings.gateway())) {
        throw new UserError(
            "env-variable-missing",
            name + " stands in none of " + String.join(", ", settings.files()),
            "write it there, or say --set " + name + "=…");
      }
      named.put(name, value);
    }
    return named;
  }

  /** The version that the files name; null when the manual names no variable for it. */
  public @Nullable String version(Map<String, String> values) {
    String name = settings.version();
    return name == null ? null : values.get(name);
  }

  /** The variable of the version; null for none. */
  public @Nullable String variable() {
    return settings.version();
  }

  /** Whether {@code full} may switch the gateway. */
  public boolean switches(Map<String, String> values) {
    String name = settings.gateway();
    return name == null || "true".equals(values.get(name));
  }

  /** The variable that {@link #switches} reads; empty for none. */
  public String gateway() {
    String name = settings.gateway();
    return name == null ? "" : name;
  }

  /** Only what goes with a release. */
  public Map<String, String> with(Map<String, String> values) {
    Map<String, String> with = new LinkedHashMap<>(values);
    with.keySet().retainAll(settings.with());
    return with;
  }

  /**
   * Writes a release's tags where they stand.
   *
   * @throws DeployException {@code env-not-written}
   */
  public void write(Release release) throws DeployException {
    Map<String, String> tags = new LinkedHashMap<>(release.shipping().tags());
    String version = settings.version();
    if (version != null) {
      tags.put(version, release.version());
    }
    tags.keySet().retainAll(settings.variables());
    for (Map.Entry<String, String> tag : tags.entrySet()) {
      try {
        List<EnvFile> all = read();
        EnvFile where =
            all.reversed().stream()
                .filter(file -> file.values().containsKey(tag.getKey()))
                .findFirst()
                .orElse(all.getFirst());
        where.write(tag.getKey(), tag.getValue());
      } catch (IOException e) {
        throw new DeployException("env-not-written", String.valueOf(e.getMessage()), e);
      } catch (UserError e) {
        throw new DeployException("env-not-written", e.fact(), e);
      }
    }
  }
}
