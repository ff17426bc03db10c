/** The loki probe. */
@NullMarked
package jigi.detect.probe.loki;

import org.jspecify.annotations.NullMarked;
