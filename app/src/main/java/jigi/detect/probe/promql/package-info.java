/** The promql probe. */
@NullMarked
package jigi.detect.probe.promql;

import org.jspecify.annotations.NullMarked;
