/** The flow probe: several HTTP requests that follow each other, as a user's would. */
@NullMarked
package jigi.detect.probe.flow;

import org.jspecify.annotations.NullMarked;
