/** The haproxy probe. */
@NullMarked
package jigi.detect.probe.haproxy;

import org.jspecify.annotations.NullMarked;
