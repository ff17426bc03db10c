/** The udp probe. */
@NullMarked
package jigi.detect.probe.udp;

import org.jspecify.annotations.NullMarked;
