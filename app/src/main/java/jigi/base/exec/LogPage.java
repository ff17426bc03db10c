package jigi.base.exec;

import java.util.List;

/**
 * A stretch of an attempt's output.
 *
 * @param skipped bytes that were not kept, right before the first line
 * @param next where to go on
 * @param more whether something stands there already
 */
public record LogPage(long skipped, List<LogLine> lines, long next, boolean more) {}
