/** The exec probe. */
@NullMarked
package jigi.detect.probe.exec;

import org.jspecify.annotations.NullMarked;
