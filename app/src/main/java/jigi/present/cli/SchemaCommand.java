package jigi.present.cli;

import java.util.concurrent.Callable;
import jigi.base.config.ManualReader;
import jigi.base.config.Schema;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code jigi schema}: the JSON Schema of {@code jigi.yaml}, for editors. */
@Command(name = "schema")
final class SchemaCommand implements Callable<Integer> {
  @Mixin private final Common common;

  private final ManualReader reader;

  SchemaCommand(Common common, ManualReader reader) {
    this.common = common;
    this.reader = reader;
  }

  @Override
  public Integer call() {
    common.terminal().line(Schema.write(reader.fields()).stripTrailing());
    return ExitCode.DONE.code();
  }
}
