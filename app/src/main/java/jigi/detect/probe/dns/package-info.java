/** The dns probe. */
@NullMarked
package jigi.detect.probe.dns;

import org.jspecify.annotations.NullMarked;
