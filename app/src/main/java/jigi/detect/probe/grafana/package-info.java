/** The grafana probe. */
@NullMarked
package jigi.detect.probe.grafana;

import org.jspecify.annotations.NullMarked;
