package jigi.base.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where a secret value is found; never the value itself, which is read at each use.
 *
 * @param source {@code file} (a path relative to the manual's folder, or absolute), {@code env}, or
 *     {@code stored} for what {@code jigi secret set} keeps
 */
public record Secret(Source source, String name) {
  /** The kinds of source. */
  public enum Source {
    FILE,
    ENV,
    STORED
  }

  /** The value cannot be had; whatever needed it is UNKNOWN, not failed. */
  public static final class Missing extends Exception {
    private static final long serialVersionUID = 1;

    public Missing(String message) {
      super(message);
    }
  }

  private static final Field<String> FILE =
      Field.required("file", Shapes.text(), "A file that holds the value; mode 0600.");
  private static final Field<String> ENV =
      Field.required("env", Shapes.text(), "A variable of Jigi's environment.");
  private static final Field<String> STORED =
      Field.required(
          "stored", Shapes.text(), "The name under which 'jigi secret set' keeps the value.");

  private static final KindShape<Secret> KINDS =
      new KindShape<>(
          "a secret",
          java.util.Map.of(
              "file",
              ObjectShape.of(
                  "a secret in a file", List.of(FILE), v -> new Secret(Source.FILE, v.get(FILE))),
              "env",
              ObjectShape.of(
                  "a secret in the environment",
                  List.of(ENV),
                  v -> new Secret(Source.ENV, v.get(ENV))),
              "stored",
              ObjectShape.of(
                  "a secret that Jigi keeps",
                  List.of(STORED),
                  v -> new Secret(Source.STORED, v.get(STORED)))));

  /** {@code {file: …}}, {@code {env: …}} or {@code {stored: …}}. */
  public static Shape<Secret> shape() {
    return new Where();
  }

  /** Never repeats what stands there: it may be the secret itself. */
  private static final class Where implements Shape<Secret> {
    @Override
    public @Nullable Secret read(Node node, Problems problems) {
      if (node instanceof Node.MapNode map
          && map.entries().size() == 1
          && KINDS.kinds().keySet().containsAll(map.entries().keySet())) {
        return KINDS.read(node, problems);
      }
      problems.error(
          node.place(),
          "bad-secret",
          "a manual says where a secret is found, not what it is",
          "write {file: keys/name} for a file of mode 0600, {env: NAME}, or {stored: name} for what"
              + " 'jigi secret set' keeps");
      return null;
    }

    @Override
    public java.util.Map<String, Object> schema() {
      return KINDS.schema();
    }

    @Override
    public String title() {
      return KINDS.title();
    }

    @Override
    public List<Shape<?>> inner() {
      return List.of(KINDS);
    }
  }

  /**
   * The value, without a final line break.
   *
   * @throws Missing with the place that was looked at
   */
  public String read(Path folder, SecretSources sources) throws Missing {
    return switch (source) {
      case FILE -> fromFile(folder.resolve(name));
      case ENV -> {
        String value = sources.apply(name);
        if (value == null || value.isEmpty()) {
          throw new Missing("the environment variable " + name + " is not set");
        }
        yield value;
      }
      case STORED -> {
        String value = sources.stored(name);
        if (value == null) {
          throw new Missing("no secret '" + name + "' is kept: jigi secret set " + name);
        }
        yield value;
      }
    };
  }

  private static String fromFile(Path file) throws Missing {
    try {
      return Files.readString(file).stripTrailing();
    } catch (IOException e) {
      throw new Missing("the secret's file " + file + " cannot be read");
    }
  }
}
