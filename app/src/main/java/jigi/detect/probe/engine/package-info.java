/** The engine probe. */
@NullMarked
package jigi.detect.probe.engine;

import org.jspecify.annotations.NullMarked;
