/** The file probe. */
@NullMarked
package jigi.detect.probe.file;

import org.jspecify.annotations.NullMarked;
