package jigi.present.cli;

import java.io.PrintWriter;
import java.util.Collections;
import java.util.Enumeration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.ResourceBundle;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import jigi.base.config.ManualReader;
import jigi.base.kernel.Language;
import jigi.base.kernel.Messages;
import jigi.base.kernel.UserError;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The {@code jigi} command with its subcommands. */
public final class Cli {
  private static final String HELP = "cli.help.";

  private final Messages messages;
  private final Map<String, Supplier<Object>> commands = new LinkedHashMap<>();
  private final Set<String> hidden = new HashSet<>();
  private @Nullable PrintWriter out;
  private @Nullable PrintWriter err;
  private final Function<String, @Nullable String> environment;
  private Language language;

  /** {@code jigi} alone shows its help. */
  @Command(name = "jigi", mixinStandardHelpOptions = true, versionProvider = Version.class)
  static final class Root implements Runnable {
    @Spec private CommandSpec spec;

    @Override
    public void run() {
      throw new ParameterException(spec.commandLine(), "");
    }
  }

  /** The version in the jar's manifest. */
  static final class Version implements CommandLine.IVersionProvider {
    @Override
    public String[] getVersion() {
      String version = Cli.class.getPackage().getImplementationVersion();
      return new String[] {"jigi " + (version == null ? "development" : version)};
    }
  }

  /**
   * @param environment what the variables of the caller's environment say; null for one that is not
   *     set
   */
  public Cli(
      Messages messages, ManualReader reader, Function<String, @Nullable String> environment) {
    this.messages = messages;
    this.environment = environment;
    language = Common.languageOf(environment);
    add("check", () -> new CheckCommand(common(), reader));
    add("schema", () -> new SchemaCommand(common(), reader));
    add("reference", () -> new ReferenceCommand(common(), reader));
    addServerCommands();
  }

  private void addServerCommands() {
    add("status", () -> new StatusCommand(common()));
    add("connection", () -> ConnectionCommand.with(this::common));
    add("host", () -> HostCommand.with(this::common));
    add("query", () -> new QueryCommand(common()));
    add("conditions", () -> new ConditionsCommand(common()));
    add("targets", () -> new TargetsCommand(common()));
    add("heartbeats", () -> new HeartbeatsCommand(common()));
    add("logs", () -> new LogsCommand(common()));
    add("alerts", () -> AlertsCommand.with(this::common));
    add("silences", () -> SilencesCommand.with(this::common));
    add("on-call", () -> OnCallCommand.with(this::common));
    add("routes", () -> RoutesCommand.with(this::common));
    add("incidents", () -> IncidentsCommand.with(this::common));
    add("runbook", () -> RunbookCommand.with(this::common));
    add("runs", () -> RunsCommand.with(this::common));
    add("automation", () -> AutomationCommand.with(this::common));
    add("checklist", () -> ChecklistCommand.with(this::common));
    add("backup", () -> BackupCommand.with(this::common));
    add("deploy", () -> DeployCommand.with(this::common));
    add("report", () -> ReportCommand.with(this::common));
    add("schedule", () -> ScheduleCommand.with(this::common));
    add("journal", () -> JournalCommand.with(this::common));
    add("manual", () -> ManualCommand.with(this::common));
    add("user", () -> UserCommand.with(this::common));
    add("token", () -> TokenCommand.with(this::common));
    add("secret", () -> SecretCommand.with(this::common));
    add("clock", () -> ClockCommand.with(this::common));
    add("demo", () -> DemoCommand.with(this::common));
  }

  /** A fresh set of common options, for a command that is added from outside. */
  public Common common() {
    return new Common(messages, environment);
  }

  /** Adds a command, which is made only when it or the help of all is wanted. */
  public void add(String name, Supplier<Object> command) {
    commands.put(name, command);
  }

  /** Writes elsewhere than to the standard streams. */
  public Cli writingTo(PrintWriter toOut, PrintWriter toErr) {
    out = toOut;
    err = toErr;
    return this;
  }

  /** A command for the build, which the help does not show. */
  public void addHidden(String name, Supplier<Object> command) {
    hidden.add(name);
    add(name, command);
  }

  /** Runs the command line and gives the exit code. */
  public int run(String... args) {
    language = Common.languageOf(environment, args);
    CommandLine whole = described(language, wanted(args));
    if (out != null) {
      whole.setOut(out);
    }
    if (err != null) {
      whole.setErr(err);
    }
    whole.setExecutionExceptionHandler(this::failed);
    whole.setParameterExceptionHandler(this::misused);
    return whole.execute(args);
  }

  /** The whole tree of commands, with its help in a language. */
  public CommandLine described(Language reader) {
    return described(reader, shown());
  }

  private CommandLine described(Language reader, Map<String, Supplier<Object>> made) {
    CommandLine whole = new CommandLine(new Root());
    made.forEach((name, command) -> whole.addSubcommand(name, command.get()));
    whole.setResourceBundle(new Help(messages, reader));
    withHelpOption(whole);
    Examples.load().into(whole, messages.text(reader, "cli.examples"));
    return whole;
  }

  /**
   * Looking at every command by reflection takes longer than all else that a short one does: where
   * none is named, their names are enough, and what the help says of them.
   */
  private Map<String, Supplier<Object>> wanted(String... args) {
    String first = args.length == 0 ? "" : args[0];
    Supplier<Object> named = commands.get(first);
    if (named != null) {
      return Map.of(first, named);
    }
    Map<String, Supplier<Object>> names = shown();
    names.replaceAll((name, command) -> CommandSpec::create);
    return names;
  }

  private Map<String, Supplier<Object>> shown() {
    Map<String, Supplier<Object>> all = new LinkedHashMap<>(commands);
    all.keySet().removeAll(hidden);
    return all;
  }

  private static void withHelpOption(CommandLine command) {
    for (CommandLine sub : command.getSubcommands().values()) {
      sub.getCommandSpec().mixinStandardHelpOptions(true);
      withHelpOption(sub);
    }
  }

  private int failed(Exception e, CommandLine command, CommandLine.ParseResult parsed)
      throws Exception {
    if (e instanceof CommandFailure failure) {
      terminal(command).error(failure.error());
      return failure.exit().code();
    }
    if (e instanceof UserError error) {
      terminal(command).error(error);
      return ExitCode.MISUSE.code();
    }
    throw e;
  }

  private int misused(ParameterException e, String[] args) {
    CommandLine command = e.getCommandLine();
    String message = e.getMessage();
    if (message == null || message.isEmpty()) {
      command.usage(command.getErr());
      return ExitCode.MISUSE.code();
    }
    String name = command.getCommandSpec().qualifiedName();
    boolean json = List.of(args).contains("--json");
    String hint = suggestion(e) + "see " + name + " --help";
    new Terminal(command.getOut(), command.getErr(), messages, language, json)
        .error(new UserError("misuse", message, hint));
    return ExitCode.MISUSE.code();
  }

  /** The nearest words to one that is unknown. */
  private static String suggestion(ParameterException e) {
    List<String> near =
        e instanceof CommandLine.UnmatchedArgumentException unmatched
            ? unmatched.getSuggestions()
            : List.of();
    return near.isEmpty() ? "" : "did you mean " + String.join(", ", near) + "? ";
  }

  private Terminal terminal(CommandLine command) {
    boolean json =
        command.getParseResult() != null && command.getParseResult().hasMatchedOption("--json");
    return new Terminal(command.getOut(), command.getErr(), messages, language, json);
  }

  /** The catalogue's help texts as picocli looks for them: {@code jigi.check.usage.header}. */
  private static final class Help extends ResourceBundle {
    private final Map<String, String> texts = new HashMap<>();

    Help(Messages messages, Language language) {
      for (String key : messages.firstKeys(language)) {
        if (key.startsWith(HELP)) {
          texts.put(key.substring(HELP.length()), messages.text(language, key));
        }
      }
    }

    @Override
    protected @Nullable Object handleGetObject(String key) {
      return texts.get(key);
    }

    @Override
    protected Set<String> handleKeySet() {
      return texts.keySet();
    }

    @Override
    public Enumeration<String> getKeys() {
      return Collections.enumeration(texts.keySet());
    }
  }
}
