package jigi.base.config;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A Markdown file that may begin with YAML between two lines of dashes.
 *
 * @param front null when there is none
 * @param body what follows
 * @param before how many lines of the file stand before the body
 */
public record MarkdownFile(@Nullable Node front, String body, int before) {
  private static final String DASHES = "---";

  /** Null after reporting that the front matter is never closed. */
  public static @Nullable MarkdownFile read(String file, String text, Problems problems) {
    List<String> lines = text.lines().toList();
    if (lines.isEmpty() || !lines.getFirst().strip().equals(DASHES)) {
      return new MarkdownFile(null, text, 0);
    }
    int end = closing(lines);
    if (end < 0) {
      problems.error(
          new Place(file, 1, 1),
          "unterminated-front-matter",
          "the front matter is never closed",
          "write '---' on a line of its own below it");
      return null;
    }
    Node front = Yaml.read(file, 1, String.join("\n", lines.subList(1, end)) + "\n", problems);
    String body = String.join("\n", lines.subList(end + 1, lines.size())) + "\n";
    return new MarkdownFile(front, body, end + 1);
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
