package jigi.present.api.view;

/**
 * A piece of an attempt's output, masked.
 *
 * @param from byte offset of the text's start
 * @param next where to go on reading
 * @param complete true when nothing will follow after {@code next}
 */
public record LogPart(String text, long from, long next, boolean complete) {}
