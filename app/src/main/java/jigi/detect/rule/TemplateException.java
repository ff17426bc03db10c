package jigi.detect.rule;

/** A template that cannot be used: why, where in its text, and what to do. */
public final class TemplateException extends Exception {
  private static final long serialVersionUID = 1;

  private final int offset;
  private final String hint;

  TemplateException(int offset, String message, String hint) {
    super(message);
    this.offset = offset;
    this.hint = hint;
  }

  /** Index of the first character at fault, from 0. */
  public int offset() {
    return offset;
  }

  public String hint() {
    return hint;
  }
}
