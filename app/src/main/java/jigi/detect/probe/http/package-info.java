/** The http probe. */
@NullMarked
package jigi.detect.probe.http;

import org.jspecify.annotations.NullMarked;
