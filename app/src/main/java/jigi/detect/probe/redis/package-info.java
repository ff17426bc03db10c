/** The redis probe. */
@NullMarked
package jigi.detect.probe.redis;

import org.jspecify.annotations.NullMarked;
