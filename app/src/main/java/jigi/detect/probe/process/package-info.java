/** The process probe. */
@NullMarked
package jigi.detect.probe.process;

import org.jspecify.annotations.NullMarked;
