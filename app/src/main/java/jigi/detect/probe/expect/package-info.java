/** Small conditions on what a check has seen, written as text. */
@NullMarked
package jigi.detect.probe.expect;

import org.jspecify.annotations.NullMarked;
