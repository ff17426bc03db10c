/** The ntp probe. */
@NullMarked
package jigi.detect.probe.ntp;

import org.jspecify.annotations.NullMarked;
