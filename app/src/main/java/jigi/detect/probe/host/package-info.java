/** The host probe. */
@NullMarked
package jigi.detect.probe.host;

import org.jspecify.annotations.NullMarked;
