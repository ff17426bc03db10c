/** The prometheus probe. */
@NullMarked
package jigi.detect.probe.prometheus;

import org.jspecify.annotations.NullMarked;
