/** The systemd probe. */
@NullMarked
package jigi.detect.probe.systemd;

import org.jspecify.annotations.NullMarked;
