/** Things run on an interval that yield samples and evidence. */
@NullMarked
package jigi.detect.probe;

import org.jspecify.annotations.NullMarked;
