package jigi.detect.probe.log;

import java.util.List;

/**
 * What a log probe must not forget over a restart.
 *
 * @param patterns the names that {@code counted} is about; other names begin at zero
 */
record Progress(Position position, Counted counted, List<String> patterns) {}
