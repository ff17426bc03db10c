/** The log probe: counts the lines of log files by level and pattern, and groups the errors. */
@NullMarked
package jigi.detect.probe.log;

import org.jspecify.annotations.NullMarked;
