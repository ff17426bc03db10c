package jigi.present.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import jigi.base.kernel.Environment;
import jigi.base.kernel.Language;
import jigi.base.kernel.Messages;
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
  private String server = Environment.get("JIGI_SERVER", "http://127.0.0.1:7070");

  @Option(names = "--data", paramLabel = "DIR")
  private Path data = Path.of(Environment.get("JIGI_DATA", "data"));

  private final Messages messages;

  Common(Messages messages) {
    this.messages = messages;
  }

  public Terminal terminal() {
    PrintWriter out = mixee.commandLine().getOut();
    PrintWriter err = mixee.commandLine().getErr();
    return new Terminal(out, err, messages, language(), json);
  }

  /** The data directory: of the server for {@code up}, else where the token file lies. */
  public Path data() {
    return data;
  }

  ApiClient api() {
    return new ApiClient(server, data);
  }

  /** The terminal's language: {@code JIGI_LANG}, else the locale of the environment. */
  static Language language() {
    String locale = Environment.get("LC_ALL", Environment.get("LANG", "en"));
    return Environment.get("JIGI_LANG", locale).startsWith("ko") ? Language.KO : Language.EN;
  }
}
