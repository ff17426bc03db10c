/** The tags probe. */
@NullMarked
package jigi.detect.probe.tags;

import org.jspecify.annotations.NullMarked;
