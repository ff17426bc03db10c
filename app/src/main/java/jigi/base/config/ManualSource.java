package jigi.base.config;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import jigi.base.kernel.Hash;
import org.jspecify.annotations.Nullable;

/**
 * The files of one manual as they were at one instant.
 *
 * @param folder where they were read from; scripts are run from there
 * @param files text by path relative to the folder, with {@code /}
 */
public record ManualSource(Path folder, SortedMap<String, String> files) {
  public ManualSource {
    files = Collections.unmodifiableSortedMap(new TreeMap<>(files));
  }

  private static final String ENVIRONMENTS = "environments/";
  private static final String YAML = ".yaml";

  /** The file of an environment. */
  public static String environment(String name) {
    return ENVIRONMENTS + name + YAML;
  }

  /** The environment that it was read for; null for none. */
  public @Nullable String environment() {
    return below(ENVIRONMENTS, YAML).keySet().stream()
        .map(file -> file.substring(ENVIRONMENTS.length(), file.length() - YAML.length()))
        .findFirst()
        .orElse(null);
  }

  /** Where it is read from again. */
  public ManualAddress address() {
    return new ManualAddress(folder, environment());
  }

  /** SHA-256 over names, lengths and contents: the same files give the same hash anywhere. */
  public String hash() {
    return Hash.of(
        files.entrySet().stream()
            .map(e -> e.getKey() + "\n" + length(e.getValue()) + "\n" + e.getValue())
            .collect(Collectors.joining("\n")));
  }

  /** The files below a folder whose names end so, in order: {@code below("rules/", ".yaml")}. */
  public Map<String, String> below(String prefix, String ending) {
    Map<String, String> found = new TreeMap<>(files);
    found.keySet().removeIf(name -> !name.startsWith(prefix) || !name.endsWith(ending));
    return found;
  }

  private static int length(String text) {
    return text.getBytes(StandardCharsets.UTF_8).length;
  }
}
