/** The container probe. */
@NullMarked
package jigi.detect.probe.container;

import org.jspecify.annotations.NullMarked;
