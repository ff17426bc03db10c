/** Unit tests of rules in promtool's format, as {@code jigi check} runs them. */
@NullMarked
package jigi.detect.alert.unit;

import org.jspecify.annotations.NullMarked;
