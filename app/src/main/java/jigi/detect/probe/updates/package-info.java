/** The updates probe. */
@NullMarked
package jigi.detect.probe.updates;

import org.jspecify.annotations.NullMarked;
