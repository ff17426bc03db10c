/** The tcp probe. */
@NullMarked
package jigi.detect.probe.tcp;

import org.jspecify.annotations.NullMarked;
