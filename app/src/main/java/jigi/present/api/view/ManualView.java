package jigi.present.api.view;

import java.time.Instant;
import java.util.List;

/** Manuals, to be changed. */
public final class ManualView {
  private ManualView() {}

  /**
   * A file.
   *
   * @param text as it lies in the folder; empty when there is no such file yet
   * @param seen identifies the text, and is sent back with a draft of it
   * @param writable false when it can only be read here
   * @param versions that were in force, newest first
   */
  public record Opened(
      String system,
      String file,
      String text,
      String seen,
      boolean writable,
      List<Version> versions) {
    public Opened {
      versions = List.copyOf(versions);
    }

    /** Where it is opened. */
    public String path() {
      return "/manuals/" + system + "/edit?file=" + file;
    }
  }

  /**
   * How the file was since then.
   *
   * @param hash of the whole manual
   */
  public record Version(String hash, Instant at, String actor, String text) {}

  /**
   * What would come of a draft.
   *
   * @param problems as lines; warnings do not make it bad
   * @param diff empty when the draft is the file as it is
   */
  public record Checked(boolean good, List<String> problems, List<Line> diff, String seen) {
    public Checked {
      problems = List.copyOf(problems);
      diff = List.copyOf(diff);
    }
  }

  /**
   * @param change same, removed, added or skipped
   */
  public record Line(String change, int number, String text) {
    public String sign() {
      return switch (change) {
        case "removed" -> "-";
        case "added" -> "+";
        case "skipped" -> "…";
        default -> " ";
      };
    }
  }
}
