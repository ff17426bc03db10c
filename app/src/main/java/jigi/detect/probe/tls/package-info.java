/** The tls probe. */
@NullMarked
package jigi.detect.probe.tls;

import org.jspecify.annotations.NullMarked;
