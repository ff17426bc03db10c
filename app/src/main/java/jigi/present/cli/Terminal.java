package jigi.present.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import jigi.base.config.Problem;
import jigi.base.kernel.Json;
import jigi.base.kernel.Language;
import jigi.base.kernel.Messages;
import jigi.base.kernel.UserError;

/**
 * Where commands write: text for people in their language, or JSON for programs.
 *
 * @param json whether {@code --json} was given
 */
public record Terminal(
    PrintWriter out, PrintWriter err, Messages messages, Language language, boolean json) {
  public void line(String text) {
    out.println(text);
    out.flush();
  }

  /** A text of the catalogue. */
  public void say(String key, Map<String, ?> arguments) {
    line(messages.text(language, key, arguments));
  }

  public String text(String key) {
    return messages.text(language, key);
  }

  String text(String key, Map<String, ?> arguments) {
    return messages.text(language, key, arguments);
  }

  /** A word of the API in the reader's language; as it is where the catalogue has none. */
  String word(String prefix, String word) {
    return messages.has(prefix + word) ? text(prefix + word) : word;
  }

  /** What a probe or a step saw, which is stored in English. */
  String evidence(String english) {
    return messages.evidence(language, english);
  }

  /** A labelled value. */
  void field(String column, String value) {
    line(text("cli.column." + column) + ": " + value);
  }

  public void json(Object value) {
    line(Json.write(value));
  }

  /** The error as one line, or as the API's error object. */
  public void error(UserError error) {
    if (json) {
      Map<String, String> body = new TreeMap<>();
      body.put("code", error.code());
      body.put("fact", error.fact());
      body.put("hint", error.hint());
      if (error.place() != null) {
        body.put("place", error.place());
      }
      line(Json.write(Map.of("error", body)));
    } else {
      err.println(error.code() + "  " + error.fact() + "  HINT: " + error.hint());
      err.flush();
    }
  }

  /** A problem of a manual, with the folder before its place. */
  public void problem(Path folder, Problem problem) {
    line(folder + "/" + problem);
  }

  /** Aligned columns, the header in the reader's language; nothing but rows in a pipe's way. */
  public void table(List<String> header, List<List<String>> rows) {
    int columns = header.size();
    int[] widths = new int[columns];
    for (int i = 0; i < columns; i++) {
      widths[i] = Columns.width(header.get(i));
      for (List<String> row : rows) {
        widths[i] = Math.max(widths[i], Columns.width(row.get(i)));
      }
    }
    line(Columns.row(header, widths));
    rows.forEach(row -> line(Columns.row(row, widths)));
  }
}
