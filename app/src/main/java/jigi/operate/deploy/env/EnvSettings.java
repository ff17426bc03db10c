package jigi.operate.deploy.env;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import jigi.base.config.Field;
import jigi.base.config.ObjectShape;
import jigi.base.config.Shape;
import jigi.base.config.Shapes;
import org.jspecify.annotations.Nullable;

/**
 * {@code {files: [.env.server.prod], version: BE_TAG, with: [FE_TAG], gateway: UPDATE_GATEWAY}}.
 *
 * @param files the later wins, as when a shell reads one after another
 * @param version the variable that holds the version; null for none
 * @param with variables that go with it
 * @param gateway the variable that says whether {@code full} switches the gateway; null: it does
 * @param known what files are for, by their paths, those besides {@code files} too
 * @param rotate how old a secret in any of them may become; null where nobody says
 */
public record EnvSettings(
    List<String> files,
    @Nullable String version,
    List<String> with,
    @Nullable String gateway,
    Map<String, String> known,
    @Nullable Duration rotate) {
  private static final Field<List<String>> FILES =
      Field.required(
          "files", Shapes.listOf(Shapes.text()), "Env files; what stands in a later one wins.");
  private static final Field<String> VERSION =
      Field.optional(
          "version",
          variable(),
          "The variable of the version: taken where none is named, and written back at the end.");
  private static final Field<List<String>> WITH =
      Field.optional(
          "with",
          Shapes.listOf(variable()),
          "Variables that go with the version, such as the frontend's tag.");
  private static final Field<String> GATEWAY =
      Field.optional(
          "gateway",
          variable(),
          "The variable that must be true for 'full' to switch the gateway and go on.");

  private static final Field<Map<String, String>> KNOWN =
      Field.optional(
          "known",
          Shapes.mapOf(Shapes.text()),
          "What env files are for, by their paths: these and further ones that people should know"
              + " of.");

  private static final Field<Duration> ROTATE =
      Field.optional(
          "rotate",
          Shapes.duration(),
          "How old a secret in any of these files may become. Secrets are variables whose names"
              + " say so: PASSWORD, SECRET, TOKEN, API_KEY.");

  public EnvSettings {
    files = List.copyOf(files);
    with = List.copyOf(with);
    known = java.util.Collections.unmodifiableMap(new java.util.LinkedHashMap<>(known));
  }

  public static Shape<EnvSettings> shape() {
    return ObjectShape.of(
        "env files",
        List.of(FILES, VERSION, WITH, GATEWAY, KNOWN, ROTATE),
        values -> {
          return new EnvSettings(
              values.get(FILES),
              values.find(VERSION),
              values.find(WITH, List.of()),
              values.find(GATEWAY),
              values.find(KNOWN, Map.of()),
              values.find(ROTATE));
        });
  }

  private static Shape<String> variable() {
    return Shapes.scalar(
        "a variable's name",
        "BE_TAG",
        Map.of("type", "string"),
        text -> text.matches("[A-Za-z_][A-Za-z0-9_]*") ? text : null);
  }

  /** All variables that it names. */
  public List<String> variables() {
    List<String> all = new ArrayList<>(with);
    if (version != null) {
      all.addFirst(version);
    }
    if (gateway != null) {
      all.add(gateway);
    }
    return all;
  }
}
