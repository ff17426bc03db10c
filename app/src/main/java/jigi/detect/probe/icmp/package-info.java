/** The icmp probe. */
@NullMarked
package jigi.detect.probe.icmp;

import org.jspecify.annotations.NullMarked;
