/** The postgres probe. */
@NullMarked
package jigi.detect.probe.postgres;

import org.jspecify.annotations.NullMarked;
