package jigi.operate.runbook;

import java.util.List;

/** Any Markdown document, read for the blocks that a person could run by hand. */
public final class PlainDocument {
  private static final String DASHES = "---";

  private PlainDocument() {}

  /**
   * Reads a document; front matter is passed over, so that lines stay those of the file.
   *
   * @param file as it is shown, and the source of the name
   */
  public static Runbook read(String system, String file, String text) {
    List<String> lines = text.lines().toList();
    int end = lines.isEmpty() || !lines.getFirst().strip().equals(DASHES) ? -1 : closing(lines);
    if (end < 0) {
      return RunbookReader.plain(system, file, text, 0).runbook();
    }
    String body = String.join("\n", lines.subList(end + 1, lines.size())) + "\n";
    return RunbookReader.plain(system, file, body, end + 1).runbook();
  }

  private static int closing(List<String> lines) {
    for (int i = 1; i < lines.size(); i++) {
      if (lines.get(i).strip().equals(DASHES)) {
        return i;
      }
    }
    return -1;
  }
}
