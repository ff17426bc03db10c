/** The nginx probe. */
@NullMarked
package jigi.detect.probe.nginx;

import org.jspecify.annotations.NullMarked;
