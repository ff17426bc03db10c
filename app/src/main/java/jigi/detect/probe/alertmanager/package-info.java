/** The alertmanager probe. */
@NullMarked
package jigi.detect.probe.alertmanager;

import org.jspecify.annotations.NullMarked;
