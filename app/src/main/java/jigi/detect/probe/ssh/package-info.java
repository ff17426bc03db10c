/** The ssh probe. */
@NullMarked
package jigi.detect.probe.ssh;

import org.jspecify.annotations.NullMarked;
