/** The mysql probe. */
@NullMarked
package jigi.detect.probe.mysql;

import org.jspecify.annotations.NullMarked;
