package jigi.present.cli;

import java.util.concurrent.Callable;
import jigi.base.config.ManualReader;
import jigi.base.config.Reference;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code jigi reference}: the reference page of {@code jigi.yaml}, in Markdown. */
@Command(name = "reference")
final class ReferenceCommand implements Callable<Integer> {
  @Mixin private final Common common;

  private final ManualReader reader;

  ReferenceCommand(Common common, ManualReader reader) {
    this.common = common;
    this.reader = reader;
  }

  @Override
  public Integer call() {
    common.terminal().line(Reference.write(reader.fields()).stripTrailing());
    return ExitCode.DONE.code();
  }
}
