package jigi.present.cli;

import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import jigi.base.kernel.UserError;
import jigi.operate.runbook.Block;
import jigi.operate.runbook.PlainDocument;
import jigi.operate.runbook.Runbook;

/**
 * The blocks of a document as it is: what a person could run of it by hand, and where it stands.
 */
final class DocumentListing {
  private static final List<String> COLUMNS =
      List.of("line", "language", "by-hand", "heading", "command");
  private static final int LONGEST_COMMAND = 60;

  private DocumentListing() {}

  static ExitCode show(Path file, Terminal terminal) {
    Runbook document = PlainDocument.read("", file.toString(), text(file));
    if (terminal.json()) {
      terminal.json(
          Map.of(
              "file", file.toString(),
              "title", document.title(),
              "blocks", document.blocks().stream().map(DocumentListing::json).toList()));
    } else if (document.blocks().isEmpty()) {
      terminal.line(terminal.text("cli.none.blocks"));
    } else {
      terminal.table(
          COLUMNS.stream().map(name -> terminal.text("cli.column." + name)).toList(),
          document.blocks().stream().map(block -> row(block, terminal)).toList());
    }
    return ExitCode.DONE;
  }

  private static List<String> row(Block block, Terminal terminal) {
    return List.of(
        String.valueOf(block.line()),
        block.language().isEmpty() ? "-" : block.language(),
        terminal.text(block.byHand() ? "cli.block.by-hand" : "cli.block.text"),
        block.title(),
        firstCommand(block));
  }

  /** The first line that does something, for who looks for a command that they remember. */
  private static String firstCommand(Block block) {
    String line =
        block
            .source()
            .lines()
            .map(String::strip)
            .filter(each -> !each.isEmpty() && !each.startsWith("#"))
            .findFirst()
            .orElse("");
    return line.length() <= LONGEST_COMMAND ? line : line.substring(0, LONGEST_COMMAND - 1) + "…";
  }

  private static Map<String, Object> json(Block block) {
    Map<String, Object> all = new LinkedHashMap<>();
    all.put("line", block.line());
    all.put("language", block.language());
    all.put("byHand", block.byHand());
    all.put("heading", block.title());
    all.put("text", block.source());
    return all;
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (NoSuchFileException e) {
      throw new UserError(
          "file-not-found", "there is no file " + file, "name a Markdown document", e);
    } catch (MalformedInputException e) {
      throw new UserError(
          "not-utf-8", file + " is not UTF-8 text", "convert it, for example with iconv", e);
    } catch (IOException e) {
      throw new UserError(
          "file-not-readable", file + " cannot be read (" + e + ")", "check its rights", e);
    }
  }
}
