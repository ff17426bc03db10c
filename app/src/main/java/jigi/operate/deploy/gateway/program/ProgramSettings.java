package jigi.operate.deploy.gateway.program;

import java.time.Duration;
import java.util.List;
import jigi.base.config.Field;
import jigi.base.config.ObjectShape;
import jigi.base.config.Shape;
import jigi.base.config.Shapes;
import jigi.base.config.Values;
import jigi.operate.deploy.gateway.Gateway;
import jigi.operate.deploy.gateway.GatewayOpening;
import jigi.operate.deploy.gateway.GatewaySettings;
import org.jspecify.annotations.Nullable;

/**
 * {@code {program: [./gateway, point, "{colour}"], says: [./gateway, colour]}}.
 *
 * @param program points it; {@code {colour}}, {@code {address}} and {@code {folder}} are filled in
 * @param says prints where it points, as {@code value} writes it
 * @param value what that is for a colour; the same is filled in
 * @param env a variable of an env file that is given the value first; null for none
 * @param inFlight prints how many requests a colour works on; null when nothing tells
 * @param within how long the command and its effect may take
 */
public record ProgramSettings(
    List<String> program,
    List<String> says,
    String value,
    @Nullable Env env,
    @Nullable List<String> inFlight,
    Duration within)
    implements GatewaySettings {
  private static final Field<List<String>> PROGRAM =
      Field.required(
          "program",
          Shapes.listOf(Shapes.text()),
          "The program that points it, with its arguments; {colour}, {address} and {folder} are"
              + " filled in.");
  private static final Field<List<String>> SAYS =
      Field.required(
          "says",
          Shapes.listOf(Shapes.text()),
          "The program that prints where the gateway points now.");
  private static final Field<String> VALUE =
      Field.optional(
          "value",
          Shapes.text(),
          "{colour}",
          "What it prints for a colour; the same is filled in.");
  private static final Field<String> FILE =
      Field.required("file", Shapes.text(), "The env file that the gateway reads at its start.");
  private static final Field<String> VARIABLE =
      Field.required("variable", Shapes.text(), "The variable that is given the value.");
  private static final Field<Env> ENV =
      Field.optional(
          "env", variable(), "A variable that is written before the command, and taken back.");
  private static final Field<List<String>> IN_FLIGHT =
      Field.optional(
          "in-flight",
          Shapes.listOf(Shapes.text()),
          "The program that prints how many requests a colour works on; without it 'drain' is"
              + " waited for as a whole.");
  private static final Field<Duration> WITHIN =
      Field.optional("within", Shapes.duration(), "2m", "How long it may take.");

  /** A variable of an env file. */
  record Env(String file, String variable) {}

  public ProgramSettings {
    program = List.copyOf(program);
    says = List.copyOf(says);
    inFlight = inFlight == null ? null : List.copyOf(inFlight);
  }

  private static Shape<Env> variable() {
    return ObjectShape.of(
        "a variable of an env file",
        List.of(FILE, VARIABLE),
        values -> new Env(values.get(FILE), values.get(VARIABLE)));
  }

  public static ObjectShape<ProgramSettings> shape() {
    return ObjectShape.of(
            "a gateway that a command points",
            List.of(PROGRAM, SAYS, VALUE, ENV, IN_FLIGHT, WITHIN),
            ProgramSettings::of)
        .describedBy(ProgramSettings.class, "program");
  }

  private static @Nullable ProgramSettings of(Values values) {
    for (Field<List<String>> field : List.of(PROGRAM, SAYS)) {
      if (values.get(field).isEmpty()) {
        values.error(
            field, "bad-value", "no program is named", "write the program and its arguments");
        return null;
      }
    }
    return new ProgramSettings(
        values.get(PROGRAM),
        values.get(SAYS),
        values.get(VALUE),
        values.find(ENV),
        values.find(IN_FLIGHT),
        values.get(WITHIN));
  }

  @Override
  public String kind() {
    return "program";
  }

  @Override
  public String where() {
    return String.join(" ", program);
  }

  @Override
  public List<String> envFiles() {
    return env == null ? List.of() : List.of(env.file());
  }

  @Override
  public Gateway open(GatewayOpening opening) {
    return new ProgramGateway(this, opening);
  }
}
