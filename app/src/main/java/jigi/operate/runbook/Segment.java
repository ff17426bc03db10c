package jigi.operate.runbook;

/** A piece of a rendered runbook, in order, so that a page can put state beside each block. */
public sealed interface Segment {
  /** Prose as HTML: no raw HTML of the author's, only safe addresses. */
  record Prose(String html) implements Segment {}

  /** A fenced block; its source is plain text that the page escapes. */
  record Fence(Block block) implements Segment {}
}
