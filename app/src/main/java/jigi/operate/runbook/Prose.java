package jigi.operate.runbook;

/** Markdown that people write elsewhere, rendered as that of runbooks is. */
public final class Prose {
  private Prose() {}

  /** As HTML, in which raw HTML of the text stands as text. */
  public static String html(String markdown) {
    return new Markdown().html(markdown);
  }
}
