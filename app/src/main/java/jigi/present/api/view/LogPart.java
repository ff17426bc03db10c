package jigi.present.api.view;

/**
 * A piece of an attempt's output, masked.
 *
 * @param skipped bytes that were not kept, right before {@code from}
 * @param from byte offset of the text's start
 * @param next where to go on reading
 * @param complete true when nothing will follow after {@code next}
 */
public record LogPart(String text, long skipped, long from, long next, boolean complete) {
  public static LogPart of(RunOutput output) {
    return new LogPart(
        output.text(), output.skipped(), output.from(), output.next(), output.complete());
  }
}
