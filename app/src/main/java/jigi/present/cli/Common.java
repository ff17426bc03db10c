package jigi.present.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.function.Function;
import jigi.base.kernel.Environment;
import jigi.base.kernel.Language;
import jigi.base.kernel.Messages;
import jigi.base.kernel.UserError;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The options that every command has. */
public final class Common {
  @Spec(Spec.Target.MIXEE)
  private CommandSpec mixee;

  @Option(names = "--json")
  private boolean json;

  @Option(names = "--server", paramLabel = "URL")
  private String server;

  @Option(names = "--lang", paramLabel = "ko|en")
  private @Nullable String lang;

  @Option(names = "--data", paramLabel = "DIR")
  private Path data;

  private final Messages messages;
  private final Function<String, @Nullable String> environment;

  Common(Messages messages, Function<String, @Nullable String> environment) {
    this.messages = messages;
    this.environment = environment;
    server = Environment.get(environment, "JIGI_SERVER", "http://127.0.0.1:7070");
    data = Path.of(Environment.get(environment, "JIGI_DATA", "data"));
  }

  public Terminal terminal() {
    PrintWriter out = mixee.commandLine().getOut();
    PrintWriter err = mixee.commandLine().getErr();
    return new Terminal(out, err, messages, language(environment, lang), json);
  }

  /** The data directory: of the server for {@code up}, else where the token file lies. */
  public Path data() {
    return data;
  }

  ApiClient api() {
    return new ApiClient(server, data, environment.apply("JIGI_TOKEN"));
  }

  /** What was named, else {@code JIGI_LANG}, else the locale of the environment. */
  private static Language language(
      Function<String, @Nullable String> environment, @Nullable String named) {
    String locale =
        Environment.get(environment, "LC_ALL", Environment.get(environment, "LANG", "en"));
    if (named != null && !named.equals("ko") && !named.equals("en")) {
      throw new UserError("unknown-language", "there is no language '" + named + "'", "ko or en");
    }
    String chosen = named == null ? Environment.get(environment, "JIGI_LANG", locale) : named;
    return chosen.startsWith("ko") ? Language.KO : Language.EN;
  }

  /** The language of an invocation before it is parsed, for help and for complaints about it. */
  static Language languageOf(Function<String, @Nullable String> environment, String... args) {
    String named = null;
    for (int i = 0; i < args.length; i++) {
      if (args[i].startsWith("--lang=")) {
        named = args[i].substring("--lang=".length());
      } else if (args[i].equals("--lang") && i + 1 < args.length) {
        named = args[i + 1];
      }
    }
    boolean known = "ko".equals(named) || "en".equals(named);
    return language(environment, known ? named : null);
  }
}
