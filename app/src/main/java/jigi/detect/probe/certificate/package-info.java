/** The certificate probe. */
@NullMarked
package jigi.detect.probe.certificate;

import org.jspecify.annotations.NullMarked;
