package jigi.present.cli;

import picocli.CommandLine.Option;

/** Writes something of the API down in a format that a person chooses. */
abstract class ExportCommand extends ServerCommand {
  @Option(names = "--format", paramLabel = "FORMAT")
  String format;

  /**
   * @param format where none is chosen
   */
  ExportCommand(Common common, String format) {
    super(common);
    this.format = format;
  }

  /** Where to ask, up to the question mark or ampersand before the format. */
  abstract String path(ApiClient api);

  @Override
  ExitCode run(ApiClient api, Terminal terminal) {
    String query = "format=" + encode(format) + "&language=" + terminal.language().tag();
    terminal.line(api.text(path(api) + query).stripTrailing());
    return ExitCode.DONE;
  }
}
