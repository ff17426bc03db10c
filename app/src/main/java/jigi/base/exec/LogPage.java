package jigi.base.exec;

import java.util.List;

/**
 * A stretch of an attempt's output.
 *
 * @param skipped bytes between the offset asked for and the first line, which were not kept
 * @param next where to go on
 * @param more whether something stands there already
 */
public record LogPage(long skipped, List<LogLine> lines, long next, boolean more) {}
