package jigi.operate.deploy;

import java.time.Duration;
import java.util.List;
import jigi.base.config.Field;
import jigi.base.config.ObjectShape;
import jigi.base.config.Place;
import jigi.base.config.Shape;
import jigi.base.config.Shapes;
import jigi.base.config.Values;
import jigi.operate.deploy.gate.Gates;
import org.jspecify.annotations.Nullable;

/**
 * What must be so before, while and after a version takes the place of another one.
 *
 * @param before the checklist that is signed before it begins; null for none
 * @param after the checklist that is signed before it is finalized; null for none
 * @param backup null for none
 * @param build null where nothing is built
 * @param migrate null where versions change no schema
 * @param gates null for health alone
 */
public record Demands(
    @Nullable String before,
    @Nullable String after,
    @Nullable Proven backup,
    @Nullable Build build,
    @Nullable Migrate migrate,
    @Nullable Gates gates) {
  /**
   * A backup that was read back whole, of a plan whose backups were restored.
   *
   * @param place where the plan is named
   * @param younger how old it may be
   * @param first whether one is taken before anything else
   */
  public record Proven(String plan, Place place, Duration younger, boolean first) {}

  /** What makes a version, before anything changes for it. */
  public record Build(List<String> command, Duration within) {
    public Build {
      command = List.copyOf(command);
    }
  }

  /**
   * How the schema changes.
   *
   * @param expand executed before the new version starts
   * @param contract executed when the old version is gone
   */
  public record Migrate(List<String> expand, List<String> contract, Duration within) {
    public Migrate {
      expand = List.copyOf(expand);
      contract = List.copyOf(contract);
    }
  }

  static final Field<String> BEFORE =
      Field.optional("before", Shapes.text(), "The checklist that is signed before it begins.");
  static final Field<String> AFTER =
      Field.optional(
          "after", Shapes.text(), "The checklist that is signed before it is finalized.");
  private static final Field<String> PLAN =
      Field.required("plan", Shapes.text(), "The plan, one of 'plans'.");
  private static final Field<Duration> YOUNGER =
      Field.optional("younger", Shapes.duration(), "24h", "How old its newest good backup may be.");
  private static final Field<Boolean> FIRST =
      Field.optional(
          "first",
          Shapes.bool(),
          "false",
          "Whether a backup is taken before anything else, so that none can be too old.");
  private static final Field<Proven> BACKUP =
      Field.optional("backup", proven(), "The backup without which nothing begins.");
  private static final Field<List<String>> BUILT =
      Field.required(
          "command",
          Shapes.listOf(Shapes.text()),
          "The program that makes the version; {version} and {folder} are filled in.");
  private static final Field<Duration> BUILT_WITHIN =
      Field.optional("within", Shapes.duration(), "30m", "How long it may take.");
  private static final Field<Build> BUILD =
      Field.optional(
          "build",
          building(),
          "How a version is made, before the schema changes and before it starts.");
  private static final Field<List<String>> COMMAND =
      Field.required(
          "command",
          Shapes.listOf(Shapes.text()),
          "The program that migrates, before the new version starts; {version} and {folder} are"
              + " filled in.");
  private static final Field<List<String>> CONTRACT =
      Field.optional(
          "contract",
          Shapes.listOf(Shapes.text()),
          "What takes away of the schema, when the old version is gone; else the same program.");
  private static final Field<Duration> WITHIN =
      Field.optional("within", Shapes.duration(), "10m", "How long it may take.");
  private static final Field<Migrate> MIGRATE =
      Field.optional("migrate", migration(), "How a version changes the schema.");
  static final Field<Gates> GATES =
      Field.optional("gates", Gates.shape(), "What must hold while it is observed.");

  static final Demands NONE = new Demands(null, null, null, null, null, null);

  private static Shape<Proven> proven() {
    return ObjectShape.of(
        "a backup",
        List.of(PLAN, YOUNGER, FIRST),
        v -> new Proven(v.get(PLAN), v.placeOfValue(PLAN), v.get(YOUNGER), v.get(FIRST)));
  }

  private static Shape<Build> building() {
    return ObjectShape.of(
        "a build", List.of(BUILT, BUILT_WITHIN), v -> new Build(v.get(BUILT), v.get(BUILT_WITHIN)));
  }

  private static Shape<Migrate> migration() {
    return ObjectShape.of(
        "a migration",
        List.of(COMMAND, CONTRACT, WITHIN),
        v -> {
          return new Migrate(v.get(COMMAND), v.find(CONTRACT, v.get(COMMAND)), v.get(WITHIN));
        });
  }

  static List<Field<?>> fields() {
    return List.of(BEFORE, AFTER, BACKUP, BUILD, MIGRATE, GATES);
  }

  static Demands of(Values values) {
    return new Demands(
        values.find(BEFORE),
        values.find(AFTER),
        values.find(BACKUP),
        values.find(BUILD),
        values.find(MIGRATE),
        values.find(GATES));
  }
}
